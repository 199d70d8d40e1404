namespace Graft.Networks.Families;

/// <summary>MobileNetV2 with torchvision's names.</summary>
internal static class MobileNetV2
{
    // (stride, expansion, width) of the seven runs of blocks.
    private static readonly (int Stride, int Expansion, int Width)[] Runs =
        [(1, 1, 16), (2, 6, 24), (2, 6, 32), (2, 6, 64), (1, 6, 96), (2, 6, 160), (1, 6, 320)];

    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("mobilenet_v2", new(1, [1, 2, 3, 4, 3, 3, 1], 1280)),
        Entry("mobilenet_v2_tiny", new(0.1, [1, 2, 1, 1, 1, 1, 1], 32)) with { IsTwin = true, InputSize = 64 },
    ];

    private static ModelEntry Entry(string name, Row row) => new((model, classes) => Build(model, row, classes))
    {
        Name = name,
        Family = "MobileNetV2",
        Paper = "MobileNetV2: Inverted Residuals and Linear Bottlenecks, arXiv:1801.04381",
        InputSize = 224,
        FirstLayer = $"3x3 convolution of stride 2 to {Rounding.Width(32 * row.Width)} channels",
    };

    private static Graph Build(string name, Row row, int classes)
    {
        var b = new ConvNormBlocks(new GraphBuilder(name) { Initialisation = Initialisation.FanOutNormalLinear });
        var g = b.Graph;
        var x = b.Conv("features.0", g.Input, Rounding.Width(32 * row.Width), (3, 2), Activation.Relu6);
        var layer = 1;
        var stages = new ResolutionStages(g, stride: 2);
        foreach (var (run, (stride, expansion, width)) in Runs.Index())
        {
            stages.Enter(x, stride);
            for (var block = 0; block < row.Depths[run]; block++)
                x = Block(b, $"features.{layer++}.conv", x, Rounding.Width(width * row.Width), expansion, block == 0 ? stride : 1);
        }
        stages.End(x);

        g.Begin("neck");
        x = b.Conv($"features.{layer}", x, row.Features, (1, 1), Activation.Relu6);
        return g.Classify("classifier.1", g.EndWithMean(x), classes, 0.2);
    }

    private static int Block(ConvNormBlocks b, string name, int input, int width, int expansion, int stride)
    {
        var (g, x, part) = (b.Graph, input, 0);
        if (expansion > 1) x = b.Conv($"{name}.{part++}", x, g.ChannelsOf(x) * expansion, (1, 1), Activation.Relu6);
        x = b.Depthwise($"{name}.{part++}", x, (3, stride), Activation.Relu6);
        x = g.Norm($"{name}.{part + 1}", g.Conv($"{name}.{part}", x, width, Window.Square(1)));
        return stride == 1 && width == g.ChannelsOf(input) ? g.Add(x, input) : x;
    }

    /// <summary>One MobileNetV2.</summary>
    /// <param name="Width">Multiplier of all widths but the last.</param>
    /// <param name="Depths">Blocks of each of the seven runs.</param>
    /// <param name="Features">Width of the last convolution.</param>
    private sealed record Row(double Width, int[] Depths, int Features);
}
