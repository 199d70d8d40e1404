namespace Graft.Data;

/// <summary>What a data set's layout tells about it.</summary>
/// <param name="Format">How it is laid out.</param>
/// <param name="Tasks">What can be learned from it, the likeliest first: <c>classify</c>, <c>detect</c>, <c>instances</c>, <c>segment</c>.</param>
/// <param name="Reason">What was seen, as a sentence for the user.</param>
internal sealed record DatasetLayout(DatasetFormat Format, IReadOnlyList<string> Tasks, string Reason)
{
    /// <summary>The likeliest task.</summary>
    public string Task => Tasks[0];

    /// <summary>What speaks against classes where these were inferred; null where nothing does, and for other tasks.</summary>
    public LayoutDoubt? Doubt { get; init; }

    /// <summary>This layout, for whoever has nothing but it to choose the task by.</summary>
    /// <exception cref="GraftException">It can be read in two ways.</exception>
    public DatasetLayout WithoutDoubt() => Doubt is null ? this : throw Doubt.Refusal();

    /// <summary>Looks at the names of files and folders, and at the beginning of annotation files; nothing is decoded.</summary>
    /// <exception cref="GraftException">There is no such file or folder, or it is like no known layout.</exception>
    public static DatasetLayout Infer(string path) => LayoutInference.Of(path);
}
