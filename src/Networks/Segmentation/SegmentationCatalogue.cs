namespace Graft.Networks;

/// <summary>
/// Every segmentation network by name: torchvision's, and <c>fpn_BACKBONE</c> and <c>unet_BACKBONE</c> on the backbones of the catalogue with
/// feature maps at several strides. A backbone's name alone means its <c>fpn_</c>.
/// </summary>
public static class SegmentationCatalogue
{
    /// <summary>torchvision's networks.</summary>
    public static IReadOnlyList<SegmentationEntry> Published { get; } = [.. Fcn.Entries, .. DeepLabV3.Entries, .. Lraspp.Entries];

    /// <summary>Names of all networks, the published ones first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Published.Select(entry => entry.Name),
        .. ModelCatalogue.Names.Where(Decoders.Fit).SelectMany(backbone => Decoders.Kinds.Select(kind => $"{kind}_{backbone}")),
    ];

    /// <summary>The network of that name; a backbone's name stands for its FPN decoder.</summary>
    /// <exception cref="GraftException">There is none; the message proposes the nearest name.</exception>
    public static SegmentationEntry Find(string name) => TryFind(name)
        ?? throw new GraftException($"No segmentation network is called '{name}'.", Nearest.Question(name, Names),
            "Networks are torchvision's (fcn_resnet50), fpn_BACKBONE and unet_BACKBONE; `graft models` lists the backbones.");

    /// <summary>The networks over a backbone, one for each decoder; none where its maps do not fit.</summary>
    /// <param name="model">The backbone, with or without the tag of its weights.</param>
    internal static IReadOnlyList<string> Over(string model) =>
        Decoders.Fit(model.Split('.')[0]) ? [.. Decoders.Kinds.Select(kind => $"{kind}_{model}")] : [];

    /// <summary>As <see cref="Find"/>, or null.</summary>
    public static SegmentationEntry? TryFind(string name)
    {
        if (Published.FirstOrDefault(entry => entry.Name == name) is { } published) return published;
        foreach (var kind in Decoders.Kinds)
            if (name.StartsWith(kind + "_", StringComparison.Ordinal) && Decoders.Fit(name[(kind.Length + 1)..]))
                return Decoders.Entry(kind, name[(kind.Length + 1)..]);
        return Decoders.Fit(name) ? Decoders.Entry(Decoders.Kinds[0], name) : null;
    }

    /// <summary>
    /// What the sides of a network's input are filled up to: 1 for the published networks, which answer as they were published at any size, and 32 for
    /// decoders, whose backbones halve maps with paddings that depend on the size.
    /// </summary>
    /// <param name="name">Name of the graph.</param>
    public static int SizeMultipleOf(string name) => Published.Any(entry => entry.Name == name) ? 1 : 32;

    /// <summary>The network of that name with its own number of classes, the background among them.</summary>
    /// <exception cref="GraftException">No such network, or a number of classes that cannot be.</exception>
    public static Graph Build(string name, int classes) => Find(name).Build(classes);
}
