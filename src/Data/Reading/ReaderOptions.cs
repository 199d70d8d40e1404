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

    /// <summary>The data set whose classes <see cref="Classes"/> are, as messages name it; null for those of a model.</summary>
    internal string? ClassesOf { get; init; }

    /// <summary>What is wrong with a class that is not one of <see cref="Classes"/>.</summary>
    /// <param name="subject">The class, and how often it occurs.</param>
    /// <param name="own">The classes of what is read.</param>
    internal string Unknown(string subject, IEnumerable<string> own) => ClassesOf is { } source
        ? $"{subject} is not one of the classes of '{source}': {Words.List([.. Classes!])}. The classes here: {Words.List([.. own])}."
        : $"{subject} is not one of the model's: {Words.List([.. Classes!])}.";

    /// <summary>What to do about it.</summary>
    internal string RenameClass => ClassesOf is null ? "Rename the class, or take a model that knows it." : "Rename or remove the class.";

    /// <summary>Whether images of a single class will do; nothing can be told apart by them, but they can be pasted and counted.</summary>
    internal bool OneClassWillDo { get; init; }

    /// <summary>Whether classes may be in one split only: those of all splits are classes then, where otherwise those of train are.</summary>
    internal bool AnySplitHasClasses { get; init; }

    /// <summary>Stops a reader between files.</summary>
    internal CancellationToken Cancellation { get; init; }
}
