namespace Graft.Networks.Families;

/// <summary>Swin transformers of both versions with torchvision's names.</summary>
internal static class Swin
{
    private const string First = "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows, arXiv:2103.14030";
    private const string Second = "Swin Transformer V2: Scaling Up Capacity and Resolution, arXiv:2111.09883";
    private const double Epsilon = 1e-5;

    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("swin_t", new(AttentionForm.Swin, 96, [2, 2, 6, 2], 3, 7, 0.2), 224),
        Entry("swin_s", new(AttentionForm.Swin, 96, [2, 2, 18, 2], 3, 7, 0.3), 224),
        Entry("swin_b", new(AttentionForm.Swin, 128, [2, 2, 18, 2], 4, 7, 0.5), 224),
        Entry("swin_v2_t", new(AttentionForm.SwinV2, 96, [2, 2, 6, 2], 3, 8, 0.2), 256),
        Entry("swin_v2_s", new(AttentionForm.SwinV2, 96, [2, 2, 18, 2], 3, 8, 0.3), 256),
        Entry("swin_v2_b", new(AttentionForm.SwinV2, 128, [2, 2, 18, 2], 4, 8, 0.5), 256),
        Entry("swin_twin", new(AttentionForm.Swin, 8, [2, 2, 2, 1], 1, 4, 0.2), 64) with { IsTwin = true },
        Entry("swin_v2_twin", new(AttentionForm.SwinV2, 8, [2, 2, 2, 1], 1, 4, 0.2), 64) with { IsTwin = true },
    ];

    private static ModelEntry Entry(string name, SwinRow row, int size) => new((model, classes) => Build(model, row, classes))
    {
        Name = name,
        Family = row.IsSecond ? "Swin V2" : "Swin",
        Paper = row.IsSecond ? Second : First,
        InputSize = size,
        FirstLayer = $"4x4 convolution of stride 4 to {row.Width} channels: patches of 4 x 4 pixels; windows of {row.Side} x {row.Side} patches, "
            + $"filled with zeros where a side is no multiple of {32 * row.Side} pixels",
    };

    private static Graph Build(string name, SwinRow row, int classes)
    {
        var g = new GraphBuilder(name) { Initialisation = Initialisation.WindowTransformer };
        var depth = new ResidualDepth(row.StochasticDepth, row.Depths.Sum());
        var x = g.LayerNorm("features.0.2", g.Conv("features.0.0", g.Input, row.Width, Window.Square(4, 4), bias: true), Epsilon);
        g.End(x, stride: 4);

        for (var stage = 0; stage < row.Depths.Length; stage++)
        {
            g.Begin($"stage{stage + 1}");
            if (stage > 0) x = Merge(g, $"features.{2 * stage}", x, row);
            for (var block = 0; block < row.Depths[stage]; block++)
                x = Block(g, $"features.{2 * stage + 1}.{block}", x, row, (row.Heads << stage, block % 2 == 0 ? 0 : row.Side / 2, depth.Next()));
            g.End(x, stride: 4 << stage);
        }

        g.Begin("neck");
        x = g.Flatten(g.AdaptiveAveragePool(g.LayerNorm("norm", x, Epsilon)), g.ChannelsOf(x));
        g.End(x, stride: 0);
        g.Begin("head");
        x = g.Linear("head", x, classes);
        g.End(x, stride: 0);
        return g.Build(x);
    }

    // Four pixels become one of twice the channels.
    private static int Merge(GraphBuilder g, string name, int x, SwinRow row)
    {
        var width = 2 * g.ChannelsOf(x);
        x = g.SpaceToDepth(x);
        return row.IsSecond
            ? g.LayerNorm($"{name}.norm", g.PixelLinear($"{name}.reduction", x, width, bias: false), Epsilon)
            : g.PixelLinear($"{name}.reduction", g.LayerNorm($"{name}.norm", x, Epsilon), width, bias: false);
    }

    private static int Block(GraphBuilder g, string name, int x, SwinRow row, (int Heads, int Shift, double Rate) block)
    {
        x = Branch($"{name}.norm1", x, value => g.WindowAttention($"{name}.attn", value, block.Heads, row.Side, block.Shift, row.Form));
        return Branch($"{name}.norm2", x, value => g.PixelLinear($"{name}.mlp.3",
            g.Activate(g.PixelLinear($"{name}.mlp.0", value, 4 * g.ChannelsOf(value)), Activation.Gelu), g.ChannelsOf(value)));

        int Branch(string norm, int input, Func<int, int> layer) => ResidualDepth.Add(g, input,
            row.IsSecond ? g.LayerNorm(norm, layer(input), Epsilon) : layer(g.LayerNorm(norm, input, Epsilon)), block.Rate);
    }
}
