namespace Graft.Networks.Families;

/// <summary>MobileNetV2 with torchvision's names.</summary>
internal static class MobileNetV2
{
    // (stage, stride, expansion, width) of the seven runs of blocks; the stage is a run of equal resolution.
    private static readonly (int Stage, int Stride, int Expansion, int Width)[] Runs =
    [
        (1, 1, 1, 16), (2, 2, 6, 24), (3, 2, 6, 32), (4, 2, 6, 64), (4, 1, 6, 96), (5, 2, 6, 160), (5, 1, 6, 320),
    ];

    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("mobilenet_v2", new(1, [1, 2, 3, 4, 3, 3, 1], 1280)),
        Entry("mobilenet_v2_tiny", new(0.1, [1, 2, 1, 1, 1, 1, 1], 32)) with { IsTwin = true, InputSize = 64 },
    ];

    private static ModelEntry Entry(string name, MobileNetV2Row row) => new((model, classes) => Build(model, row, classes))
    {
        Name = name,
        Family = "MobileNetV2",
        Paper = "MobileNetV2: Inverted Residuals and Linear Bottlenecks, arXiv:1801.04381",
        InputSize = 224,
        FirstLayer = $"3x3 convolution of stride 2 to {Rounding.Width(32 * row.Width)} channels",
    };

    private static Graph Build(string name, MobileNetV2Row row, int classes)
    {
        var g = new GraphBuilder(name) { Initialisation = Initialisation.FanOutNormalLinear };
        var x = ConvNormRelu6(g, "features.0", g.Input, Rounding.Width(32 * row.Width), Window.Square(3, 2, 1));
        var (stride, layer) = (2, 1);
        g.End(x, stride);

        for (var run = 0; run < Runs.Length; run++)
        {
            var r = Runs[run];
            g.Begin($"stage{r.Stage}");
            stride *= r.Stride;
            for (var block = 0; block < row.Depths[run]; block++)
                x = Block(g, $"features.{layer++}.conv", x, Rounding.Width(r.Width * row.Width), r.Expansion, block == 0 ? r.Stride : 1);
            if (run == Runs.Length - 1 || Runs[run + 1].Stage != r.Stage) g.End(x, stride);
        }

        g.Begin("neck");
        x = ConvNormRelu6(g, $"features.{layer}", x, row.Features, Window.Square(1));
        x = g.Flatten(g.AdaptiveAveragePool(x), row.Features);
        g.End(x, stride: 0);
        g.Begin("head");
        x = g.Linear("classifier.1", g.Dropout(x, 0.2), classes);
        g.End(x, stride: 0);
        return g.Build(x);
    }

    private static int Block(GraphBuilder g, string name, int input, int width, int expansion, int stride)
    {
        var x = input;
        var part = 0;
        if (expansion > 1) x = ConvNormRelu6(g, $"{name}.{part++}", x, g.ChannelsOf(x) * expansion, Window.Square(1));
        x = ConvNormRelu6(g, $"{name}.{part++}", x, g.ChannelsOf(x), Window.Square(3, stride, 1), groups: g.ChannelsOf(x));
        x = g.Norm($"{name}.{part + 1}", g.Conv($"{name}.{part}", x, width, Window.Square(1)));
        return stride == 1 && width == g.ChannelsOf(input) ? g.Add(x, input) : x;
    }

    private static int ConvNormRelu6(GraphBuilder g, string name, int x, int width, Window window, int groups = 1) =>
        g.Activate(g.Norm($"{name}.1", g.Conv($"{name}.0", x, width, window, groups)), Activation.Relu6);
}
