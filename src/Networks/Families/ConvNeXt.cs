namespace Graft.Networks.Families;

/// <summary>ConvNeXt with torchvision's names: convolutional blocks drawn like a transformer's.</summary>
internal static class ConvNeXt
{
    private const double Epsilon = 1e-6;

    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("convnext_tiny", new([96, 192, 384, 768], [3, 3, 9, 3], 0.1)),
        Entry("convnext_small", new([96, 192, 384, 768], [3, 3, 27, 3], 0.4)),
        Entry("convnext_base", new([128, 256, 512, 1024], [3, 3, 27, 3], 0.5)),
        Entry("convnext_large", new([192, 384, 768, 1536], [3, 3, 27, 3], 0.5)),
        Entry("convnext_twin", new([8, 16, 24, 32], [1, 1, 2, 1], 0.1)) with { IsTwin = true, InputSize = 64 },
    ];

    private static ModelEntry Entry(string name, Row row) => new((model, classes) => Build(model, row, classes))
    {
        Name = name,
        Family = "ConvNeXt",
        Paper = "A ConvNet for the 2020s, arXiv:2201.03545",
        InputSize = 224,
        FirstLayer = $"4x4 convolution of stride 4 to {row.Widths[0]} channels: patches of 4 x 4 pixels",
    };

    private static Graph Build(string name, Row row, int classes)
    {
        var g = new GraphBuilder(name) { Initialisation = Initialisation.SmallNormal };
        var depth = new ResidualDepth(row.StochasticDepth, row.Depths.Sum());
        var x = g.LayerNorm("features.0.1", g.Conv("features.0.0", g.Input, row.Widths[0], Window.Square(4, 4), bias: true), Epsilon);
        g.End(x, stride: 4);

        for (var stage = 0; stage < row.Depths.Length; stage++)
        {
            g.Begin($"stage{stage + 1}");
            if (stage > 0)
                x = g.Conv($"features.{2 * stage}.1", g.LayerNorm($"features.{2 * stage}.0", x, Epsilon), row.Widths[stage], Window.Square(2, 2), bias: true);
            for (var block = 0; block < row.Depths[stage]; block++)
                x = Block(g, $"features.{2 * stage + 1}.{block}", x, depth.Next());
            g.End(x, stride: 4 << stage);
        }

        g.Begin("neck");
        x = g.Flatten(g.LayerNorm("classifier.0", g.AdaptiveAveragePool(x), Epsilon), g.ChannelsOf(x));
        g.End(x, stride: 0);
        return g.Classify("classifier.2", x, classes);
    }

    private static int Block(GraphBuilder g, string name, int input, double rate)
    {
        var width = g.ChannelsOf(input);
        var x = g.Conv($"{name}.block.0", input, width, Window.Square(7, 1, 3), groups: width, bias: true);
        x = g.PixelLinear($"{name}.block.3", g.LayerNorm($"{name}.block.2", x, Epsilon), 4 * width);
        x = g.PixelLinear($"{name}.block.5", g.Activate(x, Activation.Gelu), width);
        return ResidualDepth.Add(g, input, g.LayerScale(name, x), rate);
    }

    /// <summary>One ConvNeXt.</summary>
    /// <param name="Widths">Channels of each of the four stages.</param>
    /// <param name="Depths">Blocks of each stage.</param>
    /// <param name="StochasticDepth">Rate at which the last block is left out while training.</param>
    private sealed record Row(int[] Widths, int[] Depths, double StochasticDepth);
}
