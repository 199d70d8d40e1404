namespace Graft.Networks.Families;

/// <summary>DenseNet-BC with torchvision's names. A stage ends with its dense block; the transition begins the next one.</summary>
internal static class DenseNet
{
    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("densenet121", new([6, 12, 24, 16])),
        Entry("densenet161", new([6, 12, 36, 24]) { Growth = 48, Stem = 96 }),
        Entry("densenet169", new([6, 12, 32, 32])),
        Entry("densenet201", new([6, 12, 48, 32])),
        Entry("densenet_tiny", new([2, 3, 2, 2]) { Growth = 8, Stem = 8 }) with { IsTwin = true, InputSize = 64 },
    ];

    private static ModelEntry Entry(string name, Row row) => new((model, classes) => Build(model, row, classes))
    {
        Name = name,
        Family = "DenseNet",
        Paper = "Densely Connected Convolutional Networks, arXiv:1608.06993",
        InputSize = 224,
        FirstLayer = $"7x7 convolution of stride 2 to {row.Stem} channels, 3x3 max pooling of stride 2",
    };

    private static Graph Build(string name, Row row, int classes)
    {
        var g = new GraphBuilder(name) { Initialisation = Initialisation.FanIn };
        var x = NormRelu(g, "features.norm0", g.Conv("features.conv0", g.Input, row.Stem, Window.Square(7, 2, 3)));
        x = g.MaxPool(x, Window.Square(3, 2, 1));
        g.End(x, stride: 4);

        for (var block = 1; block <= row.Depths.Length; block++)
        {
            g.Begin($"stage{block}");
            if (block > 1) x = Transition(g, $"features.transition{block - 1}", x);
            for (var layer = 1; layer <= row.Depths[block - 1]; layer++)
                x = g.Concatenate(x, Layer(g, $"features.denseblock{block}.denselayer{layer}", x, row.Growth));
            if (block == row.Depths.Length) x = NormRelu(g, "features.norm5", x);
            g.End(x, stride: 2 << block);
        }

        g.Begin("neck");
        x = g.EndWithMean(x);
        return g.Classify("classifier", x, classes);
    }

    private static int Layer(GraphBuilder g, string name, int x, int growth)
    {
        x = g.Conv($"{name}.conv1", NormRelu(g, $"{name}.norm1", x), 4 * growth, Window.Square(1));
        return g.Conv($"{name}.conv2", NormRelu(g, $"{name}.norm2", x), growth, Window.Square(3, 1, 1));
    }

    private static int Transition(GraphBuilder g, string name, int x)
    {
        x = g.Conv($"{name}.conv", NormRelu(g, $"{name}.norm", x), g.ChannelsOf(x) / 2, Window.Square(1));
        return g.AveragePool(x, Window.Square(2, 2));
    }

    private static int NormRelu(GraphBuilder g, string name, int x) => g.Relu(g.Norm(name, x));

    /// <summary>One DenseNet.</summary>
    /// <param name="Depths">Layers of each of the four dense blocks.</param>
    private sealed record Row(int[] Depths)
    {
        /// <summary>Channels that each layer adds.</summary>
        public int Growth { get; init; } = 32;

        /// <summary>Width of the first convolution.</summary>
        public int Stem { get; init; } = 64;
    }
}
