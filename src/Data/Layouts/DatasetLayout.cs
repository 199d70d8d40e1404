namespace Graft.Data;

/// <summary>What a data set's layout tells about it.</summary>
/// <param name="Format">How it is laid out.</param>
/// <param name="Tasks">What can be learned from it, the likeliest first.</param>
/// <param name="Reason">What was seen, as a sentence for the user.</param>
internal sealed record DatasetLayout(DatasetFormat Format, IReadOnlyList<TaskKind> Tasks, string Reason)
{
    /// <summary>The likeliest task.</summary>
    public TaskKind Task => Tasks[0];

    /// <summary>What speaks against this reading; null where nothing does.</summary>
    public LayoutDoubt? Doubt { get; init; }

    /// <summary>This layout, for whoever has nothing but it to choose the task by.</summary>
    /// <exception cref="GraftException">It can be read in two ways.</exception>
    public DatasetLayout WithoutDoubt() => Doubt is null ? this : throw Doubt.Refusal();

    /// <summary>
    /// Looks at the names of files and folders, and at the beginning of annotation files; a few images are decoded where two folders may be images and
    /// masks.
    /// </summary>
    /// <param name="path">A folder or a file.</param>
    /// <param name="asked">The task that is asked for, which decides between readings; null infers it.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <exception cref="GraftException">There is no such file or folder, or it is like no known layout.</exception>
    public static DatasetLayout Infer(string path, TaskKind? asked = null, CancellationToken cancellation = default) =>
        LayoutInference.Of(path, asked, cancellation);
}
