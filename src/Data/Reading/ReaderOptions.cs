namespace Graft.Data;

/// <summary>How <see cref="DatasetReader"/> reads.</summary>
public sealed record ReaderOptions
{
    /// <summary>
    /// The classes of a trained model, in its order: images are labelled with these indices, classes without images
    /// are allowed, any other class is an error; other spaces and capitals in a name do not matter. Null takes the classes from the data, sorted ordinally.
    /// </summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>What happens to a line, object or label of which nothing can be made: an error that stops, or left out with a warning.</summary>
    public OnBadImage OnBadImage { get; init; } = OnBadImage.Fail;

    /// <summary>Stops a reader between files.</summary>
    internal CancellationToken Cancellation { get; init; }

    /// <summary>Whether images of a single class will do; nothing can be told apart by them, but they can be pasted and counted.</summary>
    internal bool OneClassWillDo { get; init; }
}
