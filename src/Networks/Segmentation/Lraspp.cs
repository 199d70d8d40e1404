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
        var (g, high, low) = MobileNetParts.Dilated(name);
        var x = SegmentationHead.ConvNormRelu(g, "classifier.cbr", 0, high, Width, kernel: 1);
        var gate = g.Activate(g.Conv("classifier.scale.1", g.AdaptiveAveragePool(high), Width, Window.Square(1)), Activation.Sigmoid);
        x = g.Resize(g.Multiply(x, gate), low, ResizeMode.Bilinear);
        var sum = g.Add(
            g.Conv("classifier.low_classifier", low, classes, Window.Square(1), bias: true),
            g.Conv("classifier.high_classifier", x, classes, Window.Square(1), bias: true));
        return SegmentationHead.Finish(g, sum);
    }
}

/// <summary>MobileNetV3-Large as torchvision's segmentation networks take it: stride 16, and two maps.</summary>
internal static class MobileNetParts
{
    public const string Model = "mobilenet_v3_large";

    /// <summary>What its names begin with and lose in a segmentation network.</summary>
    public const string Dropped = "features.";

    /// <summary>Up to the last convolution, the last stride gone; and its maps: the last one, and that of stride 8.</summary>
    public static (GraphBuilder Graph, int High, int Low) Dilated(string name)
    {
        var graph = SegmentationBackbone.UpToPooling(Model);
        var last = graph.Stages.Last(stage => stage.Name.StartsWith("stage", StringComparison.Ordinal));
        var part = graph.Dilated(last.Name, stridedReachesFurther: true);
        var (g, nodes) = SegmentationBackbone.Embed(name, part, Dropped);
        return (g, nodes[part.Output], nodes[LowOf(part)]);
    }

    // The first block of the stage behind stride 8 (C2 of the paper), so before that stage's other blocks.
    private static int LowOf(Graph backbone)
    {
        // Blocks end in a norm or a sum; the first of its stage has a stride, so no sum: its output is the third norm behind the stage's start.
        var stage = backbone.Stages.Last(candidate => candidate.Stride == 8).Name;
        var narrow = backbone.StageNamed(stage).Channels;
        return backbone.Nodes.First(node => node.Stage == stage && node.Operation is Operation.BatchNorm && node.Channels == narrow).Index;
    }
}
