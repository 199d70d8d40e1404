namespace Graft.Networks;

/// <summary>Lite R-ASPP on MobileNetV3 with torchvision's names: a gated map at stride 16 and a plain one at stride 8.</summary>
internal static class Lraspp
{
    private const int Width = 128;

    public static IReadOnlyList<SegmentationEntry> Entries { get; } =
    [
        new(Build)
        {
            Name = "lraspp_mobilenet_v3_large",
            Backbone = MobileNetParts.Model,
            Family = "LR-ASPP",
            Paper = "Searching for MobileNetV3, arXiv:1905.02244",
            Dropped = MobileNetParts.Dropped,
        },
    ];

    private static Graph Build(string name, int classes)
    {
        var part = MobileNetParts.Dilated();
        var (g, nodes) = SegmentationBackbone.Embed(name, part, MobileNetParts.Dropped);
        var (low, high) = (nodes[MobileNetParts.LowOf(part)], nodes[part.Output]);
        var x = SegmentationHead.ConvNormRelu(g, "classifier.cbr", 0, high, Width, kernel: 1);
        var gate = g.Activate(g.Conv("classifier.scale.1", g.AdaptiveAveragePool(high), Width, Window.Square(1)), Activation.Sigmoid);
        x = g.Resize(g.Multiply(x, gate), low, ResizeMode.Bilinear);
        var sum = g.Add(
            g.Conv("classifier.low_classifier", low, classes, Window.Square(1), bias: true),
            g.Conv("classifier.high_classifier", x, classes, Window.Square(1), bias: true));
        return SegmentationHead.Finish(g, sum);
    }
}
