namespace Graft.Networks;

/// <summary>One architecture of the catalogue.</summary>
public sealed record ModelEntry
{
    private readonly Func<string, int, Graph> _build;

    internal ModelEntry(Func<string, int, Graph> build) => _build = build;

    /// <summary>Name, as torchvision has it (EfficientNet-Lite: timm's without <c>tf_</c>).</summary>
    public required string Name { get; init; }

    /// <summary>Name of the family, for people.</summary>
    public required string Family { get; init; }

    /// <summary>Title and source of the publication.</summary>
    public required string Paper { get; init; }

    /// <summary>Side of the square picture it was published with, in pixels. Other sizes work: nothing in a graph depends on it.</summary>
    public required int InputSize { get; init; }

    /// <summary>What the stem does with the picture, and what is peculiar about its input.</summary>
    public required string FirstLayer { get; init; }

    /// <summary>A tiny twin: the same operations at widths of 8 to 32, for tests. Not shown to users.</summary>
    public bool IsTwin { get; init; }

    /// <summary>
    /// The listed model this is an earlier form of, for checkpoints of that time; null for all others. Found by name, not listed.
    /// </summary>
    public string? EarlierFormOf { get; init; }

    /// <summary>The network, ending in a linear layer over the classes: logits, N x <paramref name="classes"/>.</summary>
    /// <exception cref="GraftException">Fewer than one class.</exception>
    public Graph Build(int classes = 1000) => classes >= 1
        ? _build(Name, classes)
        : throw new GraftException($"{Name} cannot have {classes} classes.", "At least one is needed.");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
