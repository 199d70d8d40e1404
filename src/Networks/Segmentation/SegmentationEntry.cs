namespace Graft.Networks;

/// <summary>One segmentation network: a backbone, perhaps dilated, and what stands on it.</summary>
public sealed record SegmentationEntry
{
    private readonly Func<string, int, Graph> _build;

    internal SegmentationEntry(Func<string, int, Graph> build) => _build = build;

    /// <summary>Name: torchvision's, or the decoder's kind, an underscore, and the backbone's name.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the backbone in <see cref="ModelCatalogue"/>.</summary>
    public required string Backbone { get; init; }

    /// <summary>Name of the family, for people.</summary>
    public required string Family { get; init; }

    /// <summary>Title and source of the publication.</summary>
    public required string Paper { get; init; }

    /// <summary>What names of the backbone's tensors begin with in its own checkpoints and is left out here: <c>features.</c>, or nothing.</summary>
    internal string Dropped { get; init; } = "";

    /// <summary>
    /// The network: N x 3 x H x W, normalised, to logits N x <paramref name="classes"/> x H x W. Its last stage, <c>head</c>, is everything
    /// behind the backbone. Sides that are multiples of 32 fit every backbone.
    /// </summary>
    /// <exception cref="GraftException">Fewer than one class, or more than 255: a mask has one byte a pixel, and 255 is ignored.</exception>
    public Graph Build(int classes) => classes is >= 1 and <= 255
        ? _build(Name, classes)
        : throw new GraftException($"{Name} cannot have {classes} classes.", "From 1 to 255 are possible, the background among them.");

    /// <summary>The name a tensor of the backbone has in the segmentation network; null for those it does not use, such as the classifier's.</summary>
    /// <param name="name">Name in a checkpoint of the backbone alone.</param>
    public string? NameOf(string name) => name.StartsWith(Dropped, StringComparison.Ordinal) ? SegmentationBackbone.Prefix + name[Dropped.Length..] : null;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
