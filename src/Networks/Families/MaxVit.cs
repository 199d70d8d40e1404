namespace Graft.Networks.Families;

/// <summary>
/// MaxViT with torchvision's names: in each layer an inverted bottleneck, attention within windows, and attention over a grid. Where a
/// side is no multiple of the window, windows are filled with zeros, as Swin does; torchvision refuses such images.
/// </summary>
internal static class MaxVit
{
    private const double NormEpsilon = 1e-3, NormMomentum = 0.99; // as torchvision has them, TensorFlow's meaning of momentum notwithstanding
    private const double Epsilon = 1e-5;

    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("maxvit_t", new(64, [64, 128, 256, 512], [2, 2, 5, 2], 32, 7, 0.2)),
        Entry("maxvit_twin", new(8, [8, 16, 24, 32], [1, 2, 1, 1], 8, 2, 0.2)) with { IsTwin = true, InputSize = 64 },
    ];

    private static ModelEntry Entry(string name, MaxVitRow row) => new((model, classes) => Build(model, row, classes))
    {
        Name = name,
        Family = "MaxViT",
        Paper = "MaxViT: Multi-Axis Vision Transformer, arXiv:2204.01697",
        InputSize = 224,
        FirstLayer = $"3x3 convolution of stride 2 to {row.Stem} channels and another of stride 1; sides that are multiples of {32 * row.Side} pixels need no filling",
    };

    private static Graph Build(string name, MaxVitRow row, int classes)
    {
        var g = new GraphBuilder(name) { Initialisation = Initialisation.SmallNormal };
        var depth = new ResidualDepth(row.StochasticDepth, row.Depths.Sum());
        var x = Norm(g, "stem.0.1", g.Conv("stem.0.0", g.Input, row.Stem, Window.Square(3, 2, 1)));
        x = g.Conv("stem.1.0", Gelu(g, x), row.Stem, Window.Square(3, 1, 1), bias: true);
        g.End(x, stride: 2);

        for (var stage = 0; stage < row.Depths.Length; stage++)
        {
            g.Begin($"stage{stage + 1}");
            for (var layer = 0; layer < row.Depths[stage]; layer++)
            {
                var rate = depth.Next();
                var prefix = $"blocks.{stage}.layers.{layer}.layers";
                x = Bottleneck(g, $"{prefix}.MBconv", x, row.Widths[stage], layer == 0 ? 2 : 1, rate);
                x = Attention(g, $"{prefix}.window_attention", x, row, AttentionForm.MaxVitWindow, rate);
                x = Attention(g, $"{prefix}.grid_attention", x, row, AttentionForm.MaxVitGrid, rate);
            }
            g.End(x, stride: 4 << stage);
        }

        g.Begin("neck");
        var features = g.ChannelsOf(x);
        x = g.LayerNorm("classifier.2", g.Flatten(g.AdaptiveAveragePool(x), features), Epsilon);
        x = g.Activate(g.Linear("classifier.3", x, features), Activation.Tanh);
        g.End(x, stride: 0);
        g.Begin("head");
        x = g.Linear("classifier.5", x, classes, bias: false);
        g.End(x, stride: 0);
        return g.Build(x);
    }

    private static int Bottleneck(GraphBuilder g, string name, int input, int width, int stride, double rate)
    {
        var skip = stride == 2 ? g.AveragePool(input, Window.Square(3, 2, 1)) : input;
        if (stride == 2) skip = g.Conv($"{name}.proj.1", skip, width, Window.Square(1), bias: true);
        else if (g.ChannelsOf(input) != width) skip = g.Conv($"{name}.proj.0", skip, width, Window.Square(1), bias: true);
        var x = Norm(g, $"{name}.layers.pre_norm", input);
        x = Gelu(g, Norm(g, $"{name}.layers.conv_a.1", g.Conv($"{name}.layers.conv_a.0", x, 4 * width, Window.Square(1))));
        x = Gelu(g, Norm(g, $"{name}.layers.conv_b.1", g.Conv($"{name}.layers.conv_b.0", x, 4 * width, Window.Square(3, stride, 1), groups: 4 * width)));
        var squeezed = g.Conv($"{name}.layers.squeeze_excitation.fc1", g.AdaptiveAveragePool(x), width / 4, Window.Square(1), bias: true);
        squeezed = g.Conv($"{name}.layers.squeeze_excitation.fc2", g.Activate(squeezed, Activation.Silu), 4 * width, Window.Square(1), bias: true);
        x = g.Multiply(x, g.Activate(squeezed, Activation.Sigmoid));
        x = g.Conv($"{name}.layers.conv_c", x, width, Window.Square(1), bias: true);
        return ResidualDepth.Add(g, skip, x, rate);
    }

    private static int Attention(GraphBuilder g, string name, int x, MaxVitRow row, AttentionForm form, double rate)
    {
        var width = g.ChannelsOf(x);
        var y = g.WindowAttention($"{name}.attn_layer.1", g.LayerNorm($"{name}.attn_layer.0", x, Epsilon), width / row.HeadWidth, row.Side, 0, form);
        x = ResidualDepth.Add(g, x, y, rate);
        y = g.PixelLinear($"{name}.mlp_layer.1", g.LayerNorm($"{name}.mlp_layer.0", x, Epsilon), 4 * width);
        return ResidualDepth.Add(g, x, g.PixelLinear($"{name}.mlp_layer.3", Gelu(g, y), width), rate);
    }

    private static int Norm(GraphBuilder g, string name, int x) => g.Norm(name, x, NormEpsilon, NormMomentum);

    private static int Gelu(GraphBuilder g, int x) => g.Activate(x, Activation.Gelu);
}
