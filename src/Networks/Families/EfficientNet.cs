namespace Graft.Networks.Families;

/// <summary>
/// EfficientNet and EfficientNetV2 with torchvision's names and its symmetric padding, which the published weights of both
/// versions are used with there. A stage is a run of equal resolution.
/// </summary>
internal static class EfficientNet
{
    private const string First = "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, arXiv:1905.11946";
    private const string Second = "EfficientNetV2: Smaller Models and Faster Training, arXiv:2104.00298";

    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("efficientnet_b0", First, 224, EfficientNetRow.Scaled(1.0, 1.0, dropout: 0.2)),
        Entry("efficientnet_b1", First, 240, EfficientNetRow.Scaled(1.0, 1.1, dropout: 0.2)),
        Entry("efficientnet_b2", First, 288, EfficientNetRow.Scaled(1.1, 1.2, dropout: 0.3)),
        Entry("efficientnet_b3", First, 300, EfficientNetRow.Scaled(1.2, 1.4, dropout: 0.3)),
        Entry("efficientnet_b4", First, 380, EfficientNetRow.Scaled(1.4, 1.8, dropout: 0.4)),
        Entry("efficientnet_b5", First, 456, EfficientNetRow.Scaled(1.6, 2.2, dropout: 0.4) with { Epsilon = 1e-3, Momentum = 0.01 }),
        Entry("efficientnet_b6", First, 528, EfficientNetRow.Scaled(1.8, 2.6, dropout: 0.5) with { Epsilon = 1e-3, Momentum = 0.01 }),
        Entry("efficientnet_b7", First, 600, EfficientNetRow.Scaled(2.0, 3.1, dropout: 0.5) with { Epsilon = 1e-3, Momentum = 0.01 }),
        Entry("efficientnet_v2_s", Second, 384, new(24, 0.2, 1280,
            [Fused(1, 1, 24, 2), Fused(4, 2, 48, 4), Fused(4, 2, 64, 4), new(4, 3, 2, 128, 6), new(6, 3, 1, 160, 9), new(6, 3, 2, 256, 15)]) { Epsilon = 1e-3 }),
        Entry("efficientnet_v2_m", Second, 480, new(24, 0.3, 1280,
            [Fused(1, 1, 24, 3), Fused(4, 2, 48, 5), Fused(4, 2, 80, 5), new(4, 3, 2, 160, 7), new(6, 3, 1, 176, 14), new(6, 3, 2, 304, 18), new(6, 3, 1, 512, 5)]) { Epsilon = 1e-3 }),
        Entry("efficientnet_v2_l", Second, 480, new(32, 0.4, 1280,
            [Fused(1, 1, 32, 4), Fused(4, 2, 64, 7), Fused(4, 2, 96, 7), new(4, 3, 2, 192, 10), new(6, 3, 1, 224, 19), new(6, 3, 2, 384, 25), new(6, 3, 1, 640, 7)]) { Epsilon = 1e-3 }),
        Entry("efficientnet_tiny", First, 64, new(8, 0.2, 32,
            [new(1, 3, 1, 8, 1), new(6, 3, 2, 8, 2), new(6, 5, 2, 16, 2), new(6, 3, 1, 16, 1)])) with { IsTwin = true },
        Entry("efficientnet_v2_tiny", Second, 64, new(8, 0.2, 32,
            [Fused(1, 1, 8, 1), Fused(4, 2, 16, 2), new(4, 3, 2, 16, 2)]) { Epsilon = 1e-3 }) with { IsTwin = true },
    ];

    private static EfficientNetRun Fused(int expansion, int stride, int width, int depth) => new(expansion, 3, stride, width, depth, IsFused: true);

    private static ModelEntry Entry(string name, string paper, int inputSize, EfficientNetRow row) => new((model, classes) => Build(model, row, classes))
    {
        Name = name,
        Family = paper == First ? "EfficientNet" : "EfficientNetV2",
        Paper = paper,
        InputSize = inputSize,
        FirstLayer = $"3x3 convolution of stride 2 to {row.Stem} channels",
    };

    private static Graph Build(string name, EfficientNetRow row, int classes)
    {
        var b = new ConvNormBlocks(new GraphBuilder(name) { Initialisation = Initialisation.FanOutUniformLinear }, row.Epsilon, row.Momentum);
        var blocks = new EfficientNetBlocks(b, row.Runs.Sum(run => run.Depth));
        var g = b.Graph;
        var x = b.Conv("features.0", g.Input, row.Stem, (3, 2), Activation.Silu);
        var (stride, stage) = (2, 0);
        for (var i = 0; i < row.Runs.Count; i++)
        {
            var run = row.Runs[i];
            if (i == 0 || run.Stride > 1)
            {
                g.End(x, stride);
                g.Begin($"stage{++stage}");
                stride *= run.Stride;
            }
            for (var block = 0; block < run.Depth; block++)
                x = blocks.Block($"features.{i + 1}.{block}.block", x, block == 0 ? run : run with { Stride = 1 });
        }
        g.End(x, stride);

        g.Begin("neck");
        x = b.Conv($"features.{row.Runs.Count + 1}", x, row.Features, (1, 1), Activation.Silu);
        return b.Classify(x, "classifier.1", row.Dropout, classes);
    }
}
