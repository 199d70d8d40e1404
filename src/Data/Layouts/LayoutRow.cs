namespace Graft.Data;

/// <summary>A layout of data: what it looks like, what it needs, and how it is read.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Looks">What it looks like, for a list of what is read.</param>
internal sealed record LayoutRow(string Name, string Looks)
{
    /// <summary>Null for a format that is known by its looks and not read.</summary>
    public DatasetFormat? Format { get; init; }

    /// <summary>What it can serve at most, the likeliest first; its evidence tells which of them it does.</summary>
    public IReadOnlyList<TaskKind> Tasks { get; init; } = [];

    /// <summary>What is needed beside the annotations; for a format that is not read, how to get one that is.</summary>
    public string Needs { get; init; } = "";

    /// <summary>The annotation files that belong to it; all others are left unexplained.</summary>
    public IReadOnlyList<AnnotationKind> Explains { get; init; } = [];

    /// <summary>The kind of its files of which each holds all images of a data set; null where each image has its own.</summary>
    public AnnotationKind? WholeFile { get; init; }

    /// <summary>A pattern of what stands in its files where they have polygons.</summary>
    public string Polygon { get; init; } = "";

    /// <summary>What in a folder speaks for it; null where nothing does.</summary>
    public required Func<LayoutScan, LayoutEvidence?> Find { get; init; }

    /// <summary>What can be given instead of the folder to read this layout and no other; null where nothing can.</summary>
    public Func<LayoutScan, string?> File { get; init; } = _ => null;

    /// <summary>Reads its objects; null where it has none.</summary>
    public Func<string, ReaderOptions, ObjectDataset>? Objects { get; init; }
}

/// <summary>What speaks for a layout.</summary>
/// <param name="Seen">A sentence.</param>
/// <param name="Tasks">What can be learned from it.</param>
internal sealed record LayoutEvidence(string Seen, IReadOnlyList<TaskKind> Tasks)
{
    /// <summary>Images that the annotations speak of; null where all are meant or nothing tells.</summary>
    public int? Annotated { get; init; }

    /// <summary>Folders that can be classes.</summary>
    public int Folders { get; init; }
}
