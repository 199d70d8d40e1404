using Graft.Data;
using Graft.Reports;

namespace Graft;

/// <summary>What an image, or something on it, was noticed for.</summary>
internal enum AuditKind
{
    /// <summary>Its label is wrong, as sure as the others of its suggestion are right.</summary>
    Label,

    /// <summary>An object that nothing is labelled of.</summary>
    Missing,

    /// <summary>Two labels on one object.</summary>
    Doubled,

    /// <summary>A label beside its object.</summary>
    Loose,

    /// <summary>A copy of it has another label, or lies in another split.</summary>
    Copy,

    /// <summary>It is unlike all other images.</summary>
    Outlier,

    /// <summary>Another label is likelier than its own, or something may be missing, doubled or loose, but not surely.</summary>
    MaybeLabel,
}

/// <summary>An image to look at.</summary>
/// <param name="Sample">The image.</param>
/// <param name="Label">The class it is in; for objects and regions with their place, see <see cref="PlacedLabel"/>.</param>
/// <param name="Kind">What it was noticed for.</param>
/// <param name="Suggestion">What to write instead, where that is sure.</param>
/// <param name="Reason">A sentence.</param>
/// <param name="Score">For labels 0 to 1; for outliers robust deviations from the median; null for copies.</param>
internal sealed record AuditFinding(Sample Sample, string Label, AuditKind Kind, string? Suggestion, string Reason, double? Score)
{
    /// <summary>The image as the page shows it, with what is labelled and suggested drawn on it; null for the image alone.</summary>
    public Func<PageImage>? Shown { get; init; }

    /// <summary>Whether it is sure.</summary>
    public bool IsSure => Kind is AuditKind.Label or AuditKind.Missing or AuditKind.Doubled or AuditKind.Loose;
}

/// <summary>What gives classes away although it is not what they are of.</summary>
/// <param name="Trait">Its name.</param>
/// <param name="Accuracy">Balanced accuracy from the trait alone.</param>
/// <param name="Chance">The same for shuffled labels.</param>
/// <param name="P">Probability of such an accuracy by chance, corrected for the number of traits (Holm 1979).</param>
/// <param name="Classes">Those that the trait tells from the others.</param>
internal sealed record Shortcut(string Trait, double Accuracy, double Chance, double P, IReadOnlyList<string> Classes);

/// <summary>Two classes that cannot be told apart.</summary>
/// <param name="One">The first class.</param>
/// <param name="Other">The second class.</param>
/// <param name="Images">Images of both.</param>
/// <param name="Wrong">Those that were taken for the other one.</param>
internal sealed record ClassPair(string One, string Other, int Images, int Wrong);

/// <summary>What an audit found.</summary>
internal sealed record AuditResult
{
    /// <summary>The data set without what cannot be read.</summary>
    public required ImageDataset Dataset { get; init; }

    /// <summary>Name of the network.</summary>
    public required string Model { get; init; }

    /// <summary>What the labels are for.</summary>
    public TaskKind Task { get; init; } = TaskKind.Classify;

    /// <summary>What is looked for.</summary>
    public IReadOnlyList<AuditKind> Kinds { get; init; } = [AuditKind.Label, AuditKind.Copy, AuditKind.Outlier, AuditKind.MaybeLabel];

    /// <summary>What judged them.</summary>
    public required string Judges { get; init; }

    /// <summary>What is labelled, one and many: images, boxes, regions.</summary>
    public (string One, string Many) Units { get; init; } = ("label", "labels");

    /// <summary>How many of these there are; null where that is the number of images.</summary>
    public int? UnitCount { get; init; }

    /// <summary>What the agreement is of, where that is not the images.</summary>
    public string Judged { get; init; } = "images";

    /// <summary>Share of images, boxes or cells of masks whose label the held-out models give, 0 to 1.</summary>
    public required double Agreement { get; init; }

    /// <summary>Images to look at: of each kind the most telling first.</summary>
    public required IReadOnlyList<AuditFinding> Findings { get; init; }

    /// <summary>Classes that cannot be told apart.</summary>
    public IReadOnlyList<ClassPair> Pairs { get; init; } = [];

    /// <summary>What gives classes away.</summary>
    public IReadOnlyList<Shortcut> Shortcuts { get; init; } = [];

    /// <summary>Images that could not be read, by name.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }
}
