namespace Graft.Networks.Families;

/// <summary>
/// EfficientNet and EfficientNetV2 with torchvision's names and its symmetric padding, which the published weights of both
/// versions are used with there.
/// </summary>
internal static class EfficientNet
{
    private const string First = "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, arXiv:1905.11946";
    private const string Second = "EfficientNetV2: Smaller Models and Faster Training, arXiv:2104.00298";

    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("efficientnet_b0", First, 224, Row.Scaled(1.0, 1.0, dropout: 0.2)),
        Entry("efficientnet_b1", First, 240, Row.Scaled(1.0, 1.1, dropout: 0.2)),
        Entry("efficientnet_b2", First, 288, Row.Scaled(1.1, 1.2, dropout: 0.3)),
        Entry("efficientnet_b3", First, 300, Row.Scaled(1.2, 1.4, dropout: 0.3)),
        Entry("efficientnet_b4", First, 380, Row.Scaled(1.4, 1.8, dropout: 0.4)),
        Entry("efficientnet_b5", First, 456, Row.Scaled(1.6, 2.2, dropout: 0.4) with { Epsilon = 1e-3, Momentum = 0.01 }),
        Entry("efficientnet_b6", First, 528, Row.Scaled(1.8, 2.6, dropout: 0.5) with { Epsilon = 1e-3, Momentum = 0.01 }),
        Entry("efficientnet_b7", First, 600, Row.Scaled(2.0, 3.1, dropout: 0.5) with { Epsilon = 1e-3, Momentum = 0.01 }),
        Entry("efficientnet_v2_s", Second, 384, new(24, 0.2, 1280,
        [
            Fused(1, 1, 24, 2), Fused(4, 2, 48, 4), Fused(4, 2, 64, 4),
            new(4, 3, 2, 128, 6), new(6, 3, 1, 160, 9), new(6, 3, 2, 256, 15),
        ]) { Epsilon = 1e-3 }),
        Entry("efficientnet_v2_m", Second, 480, new(24, 0.3, 1280,
        [
            Fused(1, 1, 24, 3), Fused(4, 2, 48, 5), Fused(4, 2, 80, 5),
            new(4, 3, 2, 160, 7), new(6, 3, 1, 176, 14), new(6, 3, 2, 304, 18), new(6, 3, 1, 512, 5),
        ]) { Epsilon = 1e-3 }),
        Entry("efficientnet_v2_l", Second, 480, new(32, 0.4, 1280,
        [
            Fused(1, 1, 32, 4), Fused(4, 2, 64, 7), Fused(4, 2, 96, 7),
            new(4, 3, 2, 192, 10), new(6, 3, 1, 224, 19), new(6, 3, 2, 384, 25), new(6, 3, 1, 640, 7),
        ]) { Epsilon = 1e-3 }),
        Entry("efficientnet_tiny", First, 64, new(8, 0.2, 32,
            [new(1, 3, 1, 8, 1), new(6, 3, 2, 8, 2), new(6, 5, 2, 16, 2), new(6, 3, 1, 16, 1)])) with { IsTwin = true },
        Entry("efficientnet_v2_tiny", Second, 64, new(8, 0.2, 32,
            [Fused(1, 1, 8, 1), Fused(4, 2, 16, 2), new(4, 3, 2, 16, 2)]) { Epsilon = 1e-3 }) with { IsTwin = true },
    ];

    private static Run Fused(int expansion, int stride, int width, int depth) => new(expansion, 3, stride, width, depth, IsFused: true);

    private static ModelEntry Entry(string name, string paper, int inputSize, Row row) => new((model, classes) => Build(model, row, classes))
    {
        Name = name,
        Family = paper == First ? "EfficientNet" : "EfficientNetV2",
        Paper = paper,
        InputSize = inputSize,
        FirstLayer = $"3x3 convolution of stride 2 to {row.Stem} channels",
    };

    private static Graph Build(string name, Row row, int classes)
    {
        var b = new ConvNormBlocks(new GraphBuilder(name) { Initialisation = Initialisation.FanOutUniformLinear }, row.Epsilon, row.Momentum);
        var blocks = new Blocks(b, row.Runs.Sum(run => run.Depth));
        var g = b.Graph;
        var x = b.Conv("features.0", g.Input, row.Stem, (3, 2), Activation.Silu);
        var stages = new ResolutionStages(g, stride: 2);
        foreach (var (i, run) in row.Runs.Index())
        {
            stages.Enter(x, run.Stride);
            for (var block = 0; block < run.Depth; block++)
                x = blocks.Block($"features.{i + 1}.{block}.block", x, block == 0 ? run : run with { Stride = 1 });
        }
        stages.End(x);

        g.Begin("neck");
        x = b.Conv($"features.{row.Runs.Count + 1}", x, row.Features, (1, 1), Activation.Silu);
        return g.Classify("classifier.1", g.EndWithMean(x), classes, row.Dropout);
    }

    /// <summary>One EfficientNet.</summary>
    /// <param name="Stem">Width of the first convolution.</param>
    /// <param name="Dropout">Rate before the classifier.</param>
    /// <param name="Features">Width of the last convolution.</param>
    /// <param name="Runs">Runs of blocks, <c>features.1</c> and on.</param>
    private sealed record Row(int Stem, double Dropout, int Features, IReadOnlyList<Run> Runs)
    {
        private static readonly Run[] Base =
        [
            new(1, 3, 1, 16, 1), new(6, 3, 2, 24, 2), new(6, 5, 2, 40, 2), new(6, 3, 2, 80, 3),
            new(6, 5, 1, 112, 3), new(6, 5, 2, 192, 4), new(6, 3, 1, 320, 1),
        ];

        /// <summary>Epsilon of the batch norms.</summary>
        public double Epsilon { get; init; } = 1e-5;

        /// <summary>Momentum of the batch norms.</summary>
        public double Momentum { get; init; } = 0.1;

        /// <summary>The first version's base network, wider and deeper by these factors.</summary>
        public static Row Scaled(double width, double depth, double dropout) => new(
            Rounding.Width(32 * width), dropout, 4 * Rounding.Width(320 * width),
            [.. Base.Select(run => run with { Width = Rounding.Width(run.Width * width), Depth = Rounding.Depth(run.Depth * depth) })]);
    }

    /// <summary>A run of equal blocks of EfficientNet.</summary>
    /// <param name="Expansion">Width inside a block per channel of its input.</param>
    /// <param name="Kernel">Side of the spatial convolution's window.</param>
    /// <param name="Stride">Stride of the first block.</param>
    /// <param name="Width">Width of the output.</param>
    /// <param name="Depth">Number of blocks.</param>
    /// <param name="IsFused">A dense convolution instead of a 1x1 and a depthwise one, without squeeze and excitation (V2's early runs).</param>
    private sealed record Run(int Expansion, int Kernel, int Stride, int Width, int Depth, bool IsFused = false);

    /// <summary>Inverted residuals of EfficientNet; their chance of being left out while training grows from 0 to 0.2 over the network.</summary>
    private sealed class Blocks(ConvNormBlocks b, int count)
    {
        private const double MaximalRate = 0.2;
        private int _done;

        public int Block(string name, int input, Run run)
        {
            var x = run.IsFused ? Fused(name, input, run) : Separable(name, input, run);
            var rate = MaximalRate * _done++ / count;
            if (run.Stride > 1 || run.Width != b.Graph.ChannelsOf(input)) return x;
            return b.Graph.Add(rate > 0 ? b.Graph.StochasticDepth(x, rate) : x, input);
        }

        private int Separable(string name, int input, Run run)
        {
            var channels = b.Graph.ChannelsOf(input);
            var (x, part) = (input, 0);
            if (run.Expansion > 1) x = b.Conv($"{name}.{part++}", x, channels * run.Expansion, (1, 1), Activation.Silu);
            x = b.Depthwise($"{name}.{part++}", x, (run.Kernel, run.Stride), Activation.Silu);
            x = b.SqueezeExcitation($"{name}.{part++}", x, Math.Max(1, channels / 4), Activation.Silu, Activation.Sigmoid);
            return b.Conv($"{name}.{part}", x, run.Width, (1, 1));
        }

        // One dense convolution in place of the 1x1 and the depthwise one.
        private int Fused(string name, int input, Run run) => run.Expansion == 1
            ? b.Conv($"{name}.0", input, run.Width, (run.Kernel, run.Stride), Activation.Silu)
            : b.Conv($"{name}.1", b.Conv($"{name}.0", input, b.Graph.ChannelsOf(input) * run.Expansion, (run.Kernel, run.Stride), Activation.Silu),
                run.Width, (1, 1));
    }
}
