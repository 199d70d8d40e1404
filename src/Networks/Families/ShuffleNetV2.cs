namespace Graft.Networks.Families;

/// <summary>ShuffleNetV2 with torchvision's names, whose stage2 .. stage4 are stage1 .. stage3 here.</summary>
internal static class ShuffleNetV2
{
    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("shufflenet_v2_x0_5", new([48, 96, 192], 1024)),
        Entry("shufflenet_v2_x1_0", new([116, 232, 464], 1024)),
        Entry("shufflenet_v2_x1_5", new([176, 352, 704], 1024)),
        Entry("shufflenet_v2_x2_0", new([244, 488, 976], 2048)),
        Entry("shufflenet_v2_tiny", new([8, 16, 32], 32) { Stem = 8, Depths = [2, 3, 1] }) with { IsTwin = true, InputSize = 64 },
    ];

    private static ModelEntry Entry(string name, Row row) => new((model, classes) => Build(model, row, classes))
    {
        Name = name,
        Family = "ShuffleNetV2",
        Paper = "ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design, arXiv:1807.11164",
        InputSize = 224,
        FirstLayer = $"3x3 convolution of stride 2 to {row.Stem} channels, 3x3 max pooling of stride 2",
    };

    private static Graph Build(string name, Row row, int classes)
    {
        var g = new GraphBuilder(name) { Initialisation = Initialisation.FanInUniform };
        var x = g.MaxPool(ConvNormRelu(g, "conv1", 0, g.Input, row.Stem, Window.Square(3, 2, 1)), Window.Square(3, 2, 1));
        g.End(x, stride: 4);

        for (var stage = 0; stage < row.Widths.Length; stage++)
        {
            g.Begin($"stage{stage + 1}");
            x = Halving(g, $"stage{stage + 2}.0", x, row.Widths[stage] / 2);
            for (var block = 1; block < row.Depths[stage]; block++) x = Keeping(g, $"stage{stage + 2}.{block}", x);
            g.End(x, stride: 8 << stage);
        }

        g.Begin("neck");
        x = ConvNormRelu(g, "conv5", 0, x, row.Features, Window.Square(1));
        x = g.EndWithMean(x);
        return g.Classify("fc", x, classes);
    }

    // Both branches see all channels and halve the resolution.
    private static int Halving(GraphBuilder g, string name, int x, int width)
    {
        var one = g.Norm($"{name}.branch1.1", Depthwise(g, $"{name}.branch1.0", x, stride: 2));
        one = ConvNormRelu(g, $"{name}.branch1", 2, one, width, Window.Square(1));
        return g.ChannelShuffle(g.Concatenate(one, Branch(g, $"{name}.branch2", x, width, stride: 2)), 2);
    }

    // The first half of the channels goes on as it is.
    private static int Keeping(GraphBuilder g, string name, int x)
    {
        var half = g.ChannelsOf(x) / 2;
        var changed = Branch(g, $"{name}.branch2", g.ChannelSlice(x, half, half), half, stride: 1);
        return g.ChannelShuffle(g.Concatenate(g.ChannelSlice(x, 0, half), changed), 2);
    }

    private static int Branch(GraphBuilder g, string name, int x, int width, int stride)
    {
        x = ConvNormRelu(g, name, 0, x, width, Window.Square(1));
        x = g.Norm($"{name}.4", Depthwise(g, $"{name}.3", x, stride));
        return ConvNormRelu(g, name, 5, x, width, Window.Square(1));
    }

    private static int Depthwise(GraphBuilder g, string name, int x, int stride) =>
        g.Conv(name, x, g.ChannelsOf(x), Window.Square(3, stride, 1), g.ChannelsOf(x));

    // torchvision numbers all layers of a branch in one list.
    private static int ConvNormRelu(GraphBuilder g, string name, int layer, int x, int width, Window window) =>
        g.Relu(g.Norm($"{name}.{layer + 1}", g.Conv($"{name}.{layer}", x, width, window)));

    /// <summary>One ShuffleNetV2.</summary>
    /// <param name="Widths">Width of each of the three stages.</param>
    /// <param name="Features">Width of the last convolution.</param>
    private sealed record Row(int[] Widths, int Features)
    {
        /// <summary>Width of the first convolution.</summary>
        public int Stem { get; init; } = 24;

        /// <summary>Blocks of each stage.</summary>
        public int[] Depths { get; init; } = [4, 8, 4];
    }
}
