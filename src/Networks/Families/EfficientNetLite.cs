namespace Graft.Networks.Families;

/// <summary>
/// EfficientNet without squeeze-and-excitation and with ReLU6; the names are those of timm's tf_efficientnet_lite. Every
/// convolution has TensorFlow's "same" padding and every norm an epsilon of 0.001.
/// </summary>
internal static class EfficientNetLite
{
    private const double Epsilon = 1e-3;

    // (kernel, stride, expansion, width, depth) of blocks.0 .. blocks.6.
    private static readonly (int Kernel, int Stride, int Expansion, int Width, int Depth)[] Runs =
        [(3, 1, 1, 16, 1), (3, 2, 6, 24, 2), (5, 2, 6, 40, 2), (3, 2, 6, 80, 3), (5, 1, 6, 112, 3), (5, 2, 6, 192, 4), (3, 1, 6, 320, 1)];

    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("efficientnet_lite0", new(1.0, 1.0, 224, 0.2)),
        Entry("efficientnet_lite1", new(1.0, 1.1, 240, 0.2)),
        Entry("efficientnet_lite2", new(1.1, 1.2, 260, 0.3)),
        Entry("efficientnet_lite3", new(1.2, 1.4, 280, 0.3)),
        Entry("efficientnet_lite4", new(1.4, 1.8, 300, 0.3)),
        Entry("efficientnet_lite_tiny", new(0.1, 0.5, 64, 0.2) { Stem = 8, Features = 32 }) with { IsTwin = true },
    ];

    private static ModelEntry Entry(string name, Row row) => new((model, classes) => Build(model, row, classes))
    {
        Name = name,
        Family = "EfficientNet-Lite",
        Paper = "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, arXiv:1905.11946",
        InputSize = row.InputSize,
        FirstLayer = $"3x3 convolution of stride 2 to {row.Stem} channels, padded as TensorFlow does; published for (x - 127) / 128",
    };

    private static Graph Build(string name, Row row, int classes)
    {
        var g = new GraphBuilder(name) { Initialisation = Initialisation.FanOutPerGroup };
        var x = Relu6(g, Norm(g, "bn1", g.Conv("conv_stem", g.Input, row.Stem, Window.Same(3, 2))));
        var stages = new ResolutionStages(g, stride: 2);
        foreach (var (run, r) in Runs.Index())
        {
            stages.Enter(x, r.Stride);
            var isScaled = run > 0 && run < Runs.Length - 1;
            var depth = isScaled ? Rounding.Depth(r.Depth * row.Depth) : r.Depth;
            for (var block = 0; block < depth; block++)
                x = Block(g, $"blocks.{run}.{block}", x, Rounding.Width(r.Width * row.Width), r.Expansion, Window.Same(r.Kernel, block == 0 ? r.Stride : 1));
        }
        stages.End(x);

        g.Begin("neck");
        x = Relu6(g, Norm(g, "bn2", g.Conv("conv_head", x, row.Features, Window.Same(1))));
        x = g.EndWithMean(x);
        return g.Classify("classifier", x, classes, row.Dropout);
    }

    private static int Block(GraphBuilder g, string name, int input, int width, int expansion, Window depthwise)
    {
        var x = input;
        var norm = 1;
        if (expansion > 1)
            x = Relu6(g, Norm(g, $"{name}.bn{norm++}", g.Conv($"{name}.conv_pw", x, g.ChannelsOf(x) * expansion, Window.Same(1))));
        x = Relu6(g, Norm(g, $"{name}.bn{norm++}", g.Conv($"{name}.conv_dw", x, g.ChannelsOf(x), depthwise, g.ChannelsOf(x))));
        x = Norm(g, $"{name}.bn{norm}", g.Conv($"{name}.{(expansion > 1 ? "conv_pwl" : "conv_pw")}", x, width, Window.Same(1)));
        return depthwise.Stride == 1 && width == g.ChannelsOf(input) ? g.Add(x, input) : x;
    }

    private static int Norm(GraphBuilder g, string name, int x) => g.Norm(name, x, Epsilon);

    private static int Relu6(GraphBuilder g, int x) => g.Activate(x, Activation.Relu6);

    /// <summary>One EfficientNet-Lite.</summary>
    /// <param name="Width">Multiplier of the stages' widths; stem and last convolution keep theirs.</param>
    /// <param name="Depth">Multiplier of the stages' depths, except the first and the last.</param>
    /// <param name="InputSize">Side of the image in pixels.</param>
    /// <param name="Dropout">Rate before the classifier.</param>
    private sealed record Row(double Width, double Depth, int InputSize, double Dropout)
    {
        /// <summary>Width of the stem.</summary>
        public int Stem { get; init; } = 32;

        /// <summary>Width of the last convolution.</summary>
        public int Features { get; init; } = 1280;
    }
}
