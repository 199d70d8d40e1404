namespace Graft.Networks.Families;

/// <summary>Residual networks with torchvision's names; the stride is in the 3x3 convolution ("v1.5").</summary>
internal static class ResNet
{
    private const string Residual = "Deep Residual Learning for Image Recognition, arXiv:1512.03385";
    private const string Aggregated = "Aggregated Residual Transformations for Deep Neural Networks, arXiv:1611.05431";
    private const string Wide = "Wide Residual Networks, arXiv:1605.07146";

    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("resnet18", new(false, [2, 2, 2, 2])),
        Entry("resnet34", new(false, [3, 4, 6, 3])),
        Entry("resnet50", new(true, [3, 4, 6, 3])),
        Entry("resnet101", new(true, [3, 4, 23, 3])),
        Entry("resnet152", new(true, [3, 8, 36, 3])),
        Entry("resnext50_32x4d", new(true, [3, 4, 6, 3], Groups: 32, GroupWidth: 4)) with { Family = "ResNeXt", Paper = Aggregated },
        Entry("resnext101_32x8d", new(true, [3, 4, 23, 3], Groups: 32, GroupWidth: 8)) with { Family = "ResNeXt", Paper = Aggregated },
        Entry("resnext101_64x4d", new(true, [3, 4, 23, 3], Groups: 64, GroupWidth: 4)) with { Family = "ResNeXt", Paper = Aggregated },
        Entry("wide_resnet50_2", new(true, [3, 4, 6, 3], GroupWidth: 128)) with { Family = "Wide ResNet", Paper = Wide },
        Entry("wide_resnet101_2", new(true, [3, 4, 23, 3], GroupWidth: 128)) with { Family = "Wide ResNet", Paper = Wide },
        Entry("resnet_tiny", new(false, [1, 2, 1, 1]) { Stem = 8, Widths = [8, 16, 24, 32] }) with { IsTwin = true, InputSize = 64 },
        Entry("resnext_tiny", new(true, [1, 2, 1, 1], Groups: 2, GroupWidth: 32) { Stem = 8, Widths = [4, 4, 8, 8] }) with
        {
            IsTwin = true, InputSize = 64, Family = "ResNeXt", Paper = Aggregated,
        },
    ];

    private static ModelEntry Entry(string name, Row row) => new((model, classes) => Build(model, row, classes))
    {
        Name = name,
        Family = "ResNet",
        Paper = Residual,
        InputSize = 224,
        FirstLayer = $"7x7 convolution of stride 2 to {row.Stem} channels, 3x3 max pooling of stride 2",
    };

    private static Graph Build(string name, Row row, int classes)
    {
        var g = new GraphBuilder(name) { Initialisation = Initialisation.FanOut };
        var x = g.Relu(g.Norm("bn1", g.Conv("conv1", g.Input, row.Stem, Window.Square(7, 2, 3))));
        x = g.MaxPool(x, Window.Square(3, 2, 1));
        g.End(x, stride: 4);

        for (var stage = 0; stage < row.Depths.Length; stage++)
        {
            g.Begin($"stage{stage + 1}");
            for (var block = 0; block < row.Depths[stage]; block++)
                x = Block(g, $"layer{stage + 1}.{block}", x, row, stage, stride: block == 0 && stage > 0 ? 2 : 1);
            g.End(x, stride: 4 << stage);
        }

        g.Begin("neck");
        x = g.EndWithMean(x);
        return g.Classify("fc", x, classes);
    }

    private static int Block(GraphBuilder g, string name, int x, Row row, int stage, int stride)
    {
        var output = row.Widths[stage] * row.Expansion;
        var y = row.IsBottleneck ? Bottleneck(g, name, x, row, stage, stride) : Basic(g, name, x, output, stride);
        var skip = stride == 1 && g.ChannelsOf(x) == output
            ? x
            : g.Norm($"{name}.downsample.1", g.Conv($"{name}.downsample.0", x, output, Window.Square(1, stride)));
        return g.Relu(g.Add(y, skip));
    }

    private static int Basic(GraphBuilder g, string name, int x, int width, int stride)
    {
        x = g.Relu(g.Norm($"{name}.bn1", g.Conv($"{name}.conv1", x, width, Window.Square(3, stride, 1))));
        return g.Norm($"{name}.bn2", g.Conv($"{name}.conv2", x, width, Window.Square(3, 1, 1)));
    }

    private static int Bottleneck(GraphBuilder g, string name, int x, Row row, int stage, int stride)
    {
        var width = row.Widths[stage] * row.GroupWidth / 64 * row.Groups;
        x = g.Relu(g.Norm($"{name}.bn1", g.Conv($"{name}.conv1", x, width, Window.Square(1))));
        x = g.Relu(g.Norm($"{name}.bn2", g.Conv($"{name}.conv2", x, width, Window.Square(3, stride, 1), row.Groups)));
        return g.Norm($"{name}.bn3", g.Conv($"{name}.conv3", x, row.Widths[stage] * row.Expansion, Window.Square(1)));
    }

    /// <summary>One residual network.</summary>
    /// <param name="IsBottleneck">Blocks of 1x1, 3x3, 1x1 with four times the width behind; otherwise of two 3x3.</param>
    /// <param name="Depths">Blocks in each of the four stages.</param>
    /// <param name="Groups">Groups of the 3x3 convolution (ResNeXt's cardinality).</param>
    /// <param name="GroupWidth">Channels per group where the stage's width is 64.</param>
    private sealed record Row(bool IsBottleneck, int[] Depths, int Groups = 1, int GroupWidth = 64)
    {
        /// <summary>Width of the stem.</summary>
        public int Stem { get; init; } = 64;

        /// <summary>Width of each stage before expansion.</summary>
        public int[] Widths { get; init; } = [64, 128, 256, 512];

        /// <summary>Output channels per unit of width.</summary>
        public int Expansion => IsBottleneck ? 4 : 1;
    }
}
