namespace Graft.Networks.Families;

/// <summary>VGG with and without batch normalisation, with torchvision's names. Each block ends with its pooling; the first is the stem.</summary>
internal static class Vgg
{
    private static readonly (string Name, int[] Depths)[] Plans =
    [
        ("vgg11", [1, 1, 2, 2, 2]),
        ("vgg13", [2, 2, 2, 2, 2]),
        ("vgg16", [2, 2, 3, 3, 3]),
        ("vgg19", [2, 2, 4, 4, 4]),
    ];

    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        .. Plans.Select(plan => Entry(plan.Name, new(plan.Depths, HasNorm: false))),
        .. Plans.Select(plan => Entry($"{plan.Name}_bn", new(plan.Depths, HasNorm: true))),
        Twin("vgg_tiny", hasNorm: false),
        Twin("vgg_bn_tiny", hasNorm: true),
    ];

    private static ModelEntry Twin(string name, bool hasNorm) =>
        Entry(name, new([1, 1, 2, 1, 1], hasNorm) { Widths = [8, 8, 16, 16, 32], Hidden = 32 }) with { IsTwin = true, InputSize = 64 };

    private static ModelEntry Entry(string name, Row row) => new((model, classes) => Build(model, row, classes))
    {
        Name = name,
        Family = "VGG",
        Paper = "Very Deep Convolutional Networks for Large-Scale Image Recognition, arXiv:1409.1556",
        InputSize = 224,
        FirstLayer = $"3x3 convolution to {row.Widths[0]} channels at full size; at least 32 pixels a side",
    };

    private static Graph Build(string name, Row row, int classes)
    {
        var g = new GraphBuilder(name) { Initialisation = Initialisation.FanOutNormalLinear };
        var x = g.Input;
        var layer = 0; // torchvision numbers convolutions, norms, activations and poolings in one list
        for (var block = 0; block < row.Depths.Length; block++)
        {
            g.Begin(block == 0 ? "stem" : $"stage{block}");
            for (var i = 0; i < row.Depths[block]; i++)
            {
                x = g.Conv($"features.{layer++}", x, row.Widths[block], Window.Square(3, 1, 1), bias: true);
                if (row.HasNorm) x = g.Norm($"features.{layer++}", x);
                x = g.Relu(x);
                layer++;
            }
            x = g.MaxPool(x, Window.Square(2, 2));
            layer++;
            g.End(x, stride: 2 << block);
        }

        g.Begin("neck");
        x = g.Flatten(g.AdaptiveAveragePool(x, 7, 7), g.ChannelsOf(x) * 49);
        x = g.Dropout(g.Relu(g.Linear("classifier.0", x, row.Hidden)), 0.5);
        x = g.Relu(g.Linear("classifier.3", x, row.Hidden));
        g.End(x, stride: 0);
        return g.Classify("classifier.6", x, classes, 0.5);
    }

    /// <summary>One VGG network.</summary>
    /// <param name="Depths">Convolutions in each of the five blocks.</param>
    /// <param name="HasNorm">Batch normalisation after every convolution.</param>
    private sealed record Row(int[] Depths, bool HasNorm)
    {
        /// <summary>Width of each block.</summary>
        public int[] Widths { get; init; } = [64, 128, 256, 512, 512];

        /// <summary>Width of the two hidden linear layers.</summary>
        public int Hidden { get; init; } = 4096;
    }
}
