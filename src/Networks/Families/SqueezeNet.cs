namespace Graft.Networks.Families;

/// <summary>
/// SqueezeNet with torchvision's names. Its classifier is a 1x1 convolution with ReLU before the global mean, so the head
/// reads the last feature map; the neck, the mean of that map, is for whoever wants features and is not on its way.
/// </summary>
internal static class SqueezeNet
{
    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("squeezenet1_0", new(7, 96, [[16, 16, 32], [32, 48, 48, 64], [64]])),
        Entry("squeezenet1_1", new(3, 64, [[16, 16], [32, 32], [48, 48, 64, 64]])),
        Entry("squeezenet_tiny", new(3, 8, [[2, 2], [4], [4, 6]])) with { IsTwin = true, InputSize = 64 },
    ];

    private static ModelEntry Entry(string name, Row row) => new((model, classes) => Build(model, row, classes))
    {
        Name = name,
        Family = "SqueezeNet",
        Paper = "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size, arXiv:1602.07360",
        InputSize = 224,
        FirstLayer = $"{row.Kernel}x{row.Kernel} convolution of stride 2 to {row.Stem} channels, unpadded, 3x3 max pooling of stride 2",
    };

    private static Graph Build(string name, Row row, int classes)
    {
        var g = new GraphBuilder(name) { Initialisation = Initialisation.FanInUniformRelu };
        var x = g.Relu(g.Conv("features.0", g.Input, row.Stem, Window.Square(row.Kernel, 2), bias: true));
        x = Halve(g, x);
        g.End(x, stride: 4);

        var layer = 3; // torchvision numbers convolution, activation, poolings and fire modules in one list
        for (var stage = 0; stage < row.Squeezed.Length; stage++)
        {
            g.Begin($"stage{stage + 1}");
            if (stage > 0)
            {
                x = Halve(g, x);
                layer++;
            }
            foreach (var squeezed in row.Squeezed[stage]) x = Fire(g, $"features.{layer++}", x, squeezed);
            g.End(x, stride: 4 << stage);
        }

        g.Begin("neck");
        g.End(g.Flatten(g.AdaptiveAveragePool(x), g.ChannelsOf(x)), stride: 0);
        g.Begin("head");
        x = g.Relu(g.Conv("classifier.1", g.Dropout(x, 0.5), classes, Window.Square(1), bias: true));
        x = g.Flatten(g.AdaptiveAveragePool(x), classes);
        g.End(x, stride: 0);
        return g.Build(x);
    }

    private static int Halve(GraphBuilder g, int x) => g.MaxPool(x, Window.Square(3, 2), ceilMode: true);

    // Both expanding convolutions are four times as wide as the squeezing one.
    private static int Fire(GraphBuilder g, string name, int x, int squeezed)
    {
        x = g.Relu(g.Conv($"{name}.squeeze", x, squeezed, Window.Square(1), bias: true));
        return g.Concatenate(
            g.Relu(g.Conv($"{name}.expand1x1", x, 4 * squeezed, Window.Square(1), bias: true)),
            g.Relu(g.Conv($"{name}.expand3x3", x, 4 * squeezed, Window.Square(3, 1, 1), bias: true)));
    }

    /// <summary>One SqueezeNet.</summary>
    /// <param name="Kernel">Side of the first convolution's window.</param>
    /// <param name="Stem">Width of the first convolution.</param>
    /// <param name="Squeezed">Width of each fire module's squeezing convolution, stage by stage; a pooling stands between stages.</param>
    private sealed record Row(int Kernel, int Stem, int[][] Squeezed);
}
