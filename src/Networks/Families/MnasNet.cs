namespace Graft.Networks.Families;

/// <summary>
/// MNASNet B1 with torchvision's names. Its norms move by 0.0003 per batch (TensorFlow's 0.9997), so their statistics are
/// of little use before some ten thousand steps: fine-tune with fixed statistics, or train for long.
/// </summary>
internal static class MnasNet
{
    private const double Momentum = 1 - 0.9997;

    // (kernel, stride, expansion, width, depth) of layers.8 .. layers.13.
    private static readonly (int Kernel, int Stride, int Expansion, int Width, int Depth)[] Stacks =
        [(3, 2, 3, 24, 3), (5, 2, 3, 40, 3), (5, 2, 6, 80, 3), (3, 1, 6, 96, 2), (5, 2, 6, 192, 4), (3, 1, 6, 320, 1)];

    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("mnasnet0_5", 0.5),
        Entry("mnasnet0_75", 0.75),
        Entry("mnasnet1_0", 1.0),
        Entry("mnasnet1_3", 1.3),
        Entry("mnasnet0_5_v1", 0.5, isFirst: true) with { EarlierFormOf = "mnasnet0_5" },
        Entry("mnasnet0_75_v1", 0.75, isFirst: true) with { EarlierFormOf = "mnasnet0_75" },
        Entry("mnasnet1_3_v1", 1.3, isFirst: true) with { EarlierFormOf = "mnasnet1_3" },
        Entry("mnasnet_tiny", 0.1) with { IsTwin = true, InputSize = 64 },
    ];

    // torchvision's first MNASNet, up to 0.4, did not scale the stem; checkpoints of that time need it as it was.
    private static ModelEntry Entry(string name, double alpha, bool isFirst = false) =>
        new((model, classes) => Build(model, alpha, isFirst ? 1 : alpha, classes))
        {
            Name = name,
            Family = "MNASNet",
            Paper = "MnasNet: Platform-Aware Neural Architecture Search for Mobile, arXiv:1807.11626",
            InputSize = 224,
            FirstLayer = $"3x3 convolution of stride 2 to {Rounding.Width(32 * (isFirst ? 1 : alpha))} channels",
        };

    private static Graph Build(string name, double alpha, double stem, int classes)
    {
        var g = new GraphBuilder(name) { Initialisation = Initialisation.FanOutGlorotLinear };
        var x = ConvNormRelu(g, "layers", 0, g.Input, Rounding.Width(32 * stem), Window.Square(3, 2, 1));
        var stages = new ResolutionStages(g, stride: 2);
        stages.Enter(x, 1);
        x = Separable(g, "layers", 3, x, Rounding.Width(16 * stem), Window.Square(3, 1, 1));
        foreach (var (stack, s) in Stacks.Index())
        {
            stages.Enter(x, s.Stride);
            for (var block = 0; block < s.Depth; block++)
            {
                var window = Window.Square(s.Kernel, block == 0 ? s.Stride : 1, s.Kernel / 2);
                x = Block(g, $"layers.{stack + 8}.{block}.layers", x, Rounding.Width(s.Width * alpha), s.Expansion, window);
            }
        }
        stages.End(x);

        g.Begin("neck");
        x = ConvNormRelu(g, "layers", 14, x, 1280, Window.Square(1));
        x = g.EndWithMean(x);
        return g.Classify("classifier.1", x, classes, 0.2);
    }

    private static int Block(GraphBuilder g, string name, int input, int width, int expansion, Window depthwise)
    {
        var x = ConvNormRelu(g, name, 0, input, g.ChannelsOf(input) * expansion, Window.Square(1));
        x = Separable(g, name, 3, x, width, depthwise);
        return depthwise.Stride == 1 && width == g.ChannelsOf(input) ? g.Add(x, input) : x;
    }

    // Depthwise, then to the width without a function.
    private static int Separable(GraphBuilder g, string name, int layer, int x, int width, Window depthwise)
    {
        x = ConvNormRelu(g, name, layer, x, g.ChannelsOf(x), depthwise);
        return g.Norm($"{name}.{layer + 4}", g.Conv($"{name}.{layer + 3}", x, width, Window.Square(1)), momentum: Momentum);
    }

    // As wide as its input means depthwise: no other convolution of this network is.
    private static int ConvNormRelu(GraphBuilder g, string name, int layer, int x, int width, Window window)
    {
        var groups = window.Height > 1 && width == g.ChannelsOf(x) ? width : 1;
        return g.Relu(g.Norm($"{name}.{layer + 1}", g.Conv($"{name}.{layer}", x, width, window, groups), momentum: Momentum));
    }
}
