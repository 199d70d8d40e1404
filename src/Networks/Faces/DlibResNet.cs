namespace Graft.Networks;

/// <summary>dlib's residual network of 29 convolutions from an aligned face of 150 x 150 pixels to 128 values; the names are those of the file.</summary>
internal static class DlibResNet
{
    /// <summary>Side of the input in pixels.</summary>
    public const int Side = 150;

    /// <summary>Values of a descriptor.</summary>
    public const int Dimension = 128;

    // (name, width, whether it halves the map, side of its output).
    private static readonly (string Name, int Width, bool IsDown)[] Blocks =
    [
        ("conv32_1", 32, false), ("conv32_2", 32, false), ("conv32_3", 32, false),
        ("conv64_down", 64, true), ("conv64_1", 64, false), ("conv64_2", 64, false), ("conv64_3", 64, false),
        ("conv128_down", 128, true), ("conv128_1", 128, false), ("conv128_2", 128, false),
        ("conv256_down", 256, true), ("conv256_1", 256, false), ("conv256_2", 256, false), ("conv256_down_out", 256, true),
    ];

    /// <summary>Output: the descriptor.</summary>
    public static Graph Build(string name)
    {
        var g = new GraphBuilder(name);
        var x = g.Relu(Layer(g, "conv32_down", g.Input, 32, Window.Square(7, 2)));
        x = g.MaxPool(x, Window.Square(3, 2));
        g.End(x, stride: 4);
        g.Begin("blocks");
        var side = 35;
        foreach (var (block, width, isDown) in Blocks)
        {
            var first = isDown ? Window.Square(3, 2) : Window.Square(3, 1, 1);
            var y = g.Relu(Layer(g, $"{block}.conv1", x, width, first));
            y = Layer(g, $"{block}.conv2", y, width, Window.Square(3, 1, 1));
            if (isDown)
            {
                // dlib adds maps of different sizes as if the smaller had zeros behind its end.
                var (own, pooled) = ((side - 3) / 2 + 1, (side - 2) / 2 + 1);
                x = g.AveragePool(x, Window.Square(2, 2));
                if (g.ChannelsOf(x) < width) x = g.ZeroPad(x, width - g.ChannelsOf(x), 0, 0);
                if (own < pooled) y = g.ZeroPad(y, 0, pooled - own, pooled - own);
                side = pooled;
            }
            x = g.Relu(g.Add(y, x));
        }
        g.End(x, Side / 2);
        g.Begin("head");
        return g.Build(g.Linear("fc", g.Flatten(g.AdaptiveAveragePool(x), 256), Dimension, bias: false));
    }

    // A convolution and dlib's "affine" layer: a scale and a shift for each channel.
    private static int Layer(GraphBuilder g, string name, int x, int width, Window window) =>
        g.Norm($"{name}.scale", g.Conv($"{name}.conv", x, width, window, bias: true), epsilon: 0);
}
