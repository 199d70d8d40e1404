namespace Graft.Networks.Families;

/// <summary>MobileNetV3 with torchvision's names.</summary>
internal static class MobileNetV3
{
    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("mobilenet_v3_large", new(16, 1280,
        [
            new(3, 16, 16), new(3, 64, 24, 2), new(3, 72, 24),
            new(5, 72, 40, 2, IsSqueezed: true), new(5, 120, 40, IsSqueezed: true), new(5, 120, 40, IsSqueezed: true),
            new(3, 240, 80, 2, IsHard: true), new(3, 200, 80, IsHard: true), new(3, 184, 80, IsHard: true), new(3, 184, 80, IsHard: true),
            new(3, 480, 112, IsSqueezed: true, IsHard: true), new(3, 672, 112, IsSqueezed: true, IsHard: true),
            new(5, 672, 160, 2, IsSqueezed: true, IsHard: true), new(5, 960, 160, IsSqueezed: true, IsHard: true),
            new(5, 960, 160, IsSqueezed: true, IsHard: true),
        ])),
        Entry("mobilenet_v3_small", new(16, 1024,
        [
            new(3, 16, 16, 2, IsSqueezed: true), new(3, 72, 24, 2), new(3, 88, 24),
            new(5, 96, 40, 2, IsSqueezed: true, IsHard: true), new(5, 240, 40, IsSqueezed: true, IsHard: true), new(5, 240, 40, IsSqueezed: true, IsHard: true),
            new(5, 120, 48, IsSqueezed: true, IsHard: true), new(5, 144, 48, IsSqueezed: true, IsHard: true),
            new(5, 288, 96, 2, IsSqueezed: true, IsHard: true), new(5, 576, 96, IsSqueezed: true, IsHard: true),
            new(5, 576, 96, IsSqueezed: true, IsHard: true),
        ])),
        Entry("mobilenet_v3_tiny", new(8, 32,
        [
            new(3, 8, 8, IsSqueezed: true), new(3, 16, 8, 2), new(3, 16, 8), new(5, 24, 16, 2, IsSqueezed: true, IsHard: true),
            new(5, 32, 16, IsSqueezed: true, IsHard: true), new(3, 32, 16, 2, IsHard: true),
        ])) with { IsTwin = true, InputSize = 64 },
    ];

    private static ModelEntry Entry(string name, Row row) => new((model, classes) => Build(model, row, classes))
    {
        Name = name,
        Family = "MobileNetV3",
        Paper = "Searching for MobileNetV3, arXiv:1905.02244",
        InputSize = 224,
        FirstLayer = $"3x3 convolution of stride 2 to {row.Stem} channels",
    };

    private static Graph Build(string name, Row row, int classes)
    {
        var b = new ConvNormBlocks(new GraphBuilder(name) { Initialisation = Initialisation.FanOutNormalLinear }, epsilon: 1e-3, momentum: 0.01);
        var g = b.Graph;
        var x = b.Conv("features.0", g.Input, row.Stem, (3, 2), Activation.HardSwish);
        var stages = new ResolutionStages(g, stride: 2);
        foreach (var (i, block) in row.Blocks.Index())
        {
            stages.Enter(x, block.Stride);
            x = Block(b, $"features.{i + 1}.block", x, block);
        }
        stages.End(x);

        g.Begin("neck");
        x = b.Conv($"features.{row.Blocks.Length + 1}", x, 6 * g.ChannelsOf(x), (1, 1), Activation.HardSwish);
        x = g.Flatten(g.AdaptiveAveragePool(x), g.ChannelsOf(x));
        x = g.Activate(g.Linear("classifier.0", x, row.Features), Activation.HardSwish);
        g.End(x, stride: 0);
        return g.Classify("classifier.3", x, classes, 0.2);
    }

    private static int Block(ConvNormBlocks b, string name, int input, BlockRow block)
    {
        var function = block.IsHard ? Activation.HardSwish : Activation.Relu;
        var (x, part) = (input, 0);
        if (block.Expanded != b.Graph.ChannelsOf(input)) x = b.Conv($"{name}.{part++}", x, block.Expanded, (1, 1), function);
        x = b.Depthwise($"{name}.{part++}", x, (block.Kernel, block.Stride), function);
        if (block.IsSqueezed)
            x = b.SqueezeExcitation($"{name}.{part++}", x, Rounding.Width(block.Expanded / 4), Activation.Relu, Activation.HardSigmoid);
        x = b.Conv($"{name}.{part}", x, block.Width, (1, 1));
        return block.Stride == 1 && block.Width == b.Graph.ChannelsOf(input) ? b.Graph.Add(x, input) : x;
    }

    /// <summary>One MobileNetV3.</summary>
    /// <param name="Stem">Width of the first convolution.</param>
    /// <param name="Features">Width of the linear layer before the classifier.</param>
    /// <param name="Blocks">The blocks in order.</param>
    private sealed record Row(int Stem, int Features, BlockRow[] Blocks);

    /// <summary>An inverted residual of MobileNetV3.</summary>
    /// <param name="Kernel">Side of the depthwise convolution's window.</param>
    /// <param name="Expanded">Width of the depthwise convolution.</param>
    /// <param name="Width">Width of the output.</param>
    /// <param name="Stride">Stride of the depthwise convolution.</param>
    /// <param name="IsSqueezed">Has squeeze and excitation.</param>
    /// <param name="IsHard">Hard swish, or else ReLU.</param>
    private sealed record BlockRow(int Kernel, int Expanded, int Width, int Stride = 1, bool IsSqueezed = false, bool IsHard = false);
}
