namespace Graft.Networks.Families;

/// <summary>
/// ViT with torchvision's names. All stages have the stride of a patch: each is a quarter of the blocks, and its tap is the map of
/// the patches without the class token, before the last normalisation.
/// </summary>
internal static class VisionTransformer
{
    private const double Epsilon = 1e-6;
    private const int Stages = 4;

    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("vit_b_16", new(16, 12, 12, 768, 3072)),
        Entry("vit_b_32", new(32, 12, 12, 768, 3072)),
        Entry("vit_l_16", new(16, 24, 16, 1024, 4096)),
        Entry("vit_l_32", new(32, 24, 16, 1024, 4096)),
        Entry("vit_h_14", new(14, 32, 16, 1280, 5120)),
        Entry("vit_twin", new(16, 4, 4, 32, 64)) with { IsTwin = true, InputSize = 64 },
    ];

    private static ModelEntry Entry(string name, Row row) => new((model, classes, positions) => Build(model, row, classes, positions))
    {
        Name = name,
        Family = "ViT",
        Paper = "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale, arXiv:2010.11929",
        InputSize = 224,
        FirstLayer = $"{row.Patch}x{row.Patch} convolution of stride {row.Patch} to {row.Width} features: patches; "
            + "a class token and position embeddings, resampled for other sizes",
    };

    private static Graph Build(string name, Row row, int classes, int positions)
    {
        var g = new GraphBuilder(name) { Initialisation = Initialisation.Transformer };
        var x = g.Conv("conv_proj", g.Input, row.Width, Window.Square(row.Patch, row.Patch), bias: true);
        x = g.TokenEmbedding("class_token", "encoder.pos_embedding", x, positions / row.Patch);
        g.End(g.PatchMap(x), row.Patch);

        for (var block = 0; block < row.Depth; block++)
        {
            var perStage = row.Depth / Stages;
            if (block % perStage == 0) g.Begin($"stage{block / perStage + 1}");
            x = Block(g, $"encoder.layers.encoder_layer_{block}", x, row);
            if (block % perStage == perStage - 1) g.End(g.PatchMap(x), row.Patch);
        }

        g.Begin("neck");
        x = g.LayerNorm("encoder.ln", g.FirstToken(x), Epsilon);
        g.End(x, stride: 0);
        return g.Classify("heads.head", x, classes);
    }

    private static int Block(GraphBuilder g, string name, int x, Row row)
    {
        x = g.Add(g.SelfAttention($"{name}.self_attention", g.LayerNorm($"{name}.ln_1", x, Epsilon), row.Heads), x);
        var y = g.PixelLinear($"{name}.mlp.0", g.LayerNorm($"{name}.ln_2", x, Epsilon), row.Hidden);
        return g.Add(x, g.PixelLinear($"{name}.mlp.3", g.Activate(y, Activation.Gelu), row.Width));
    }

    /// <summary>One ViT.</summary>
    /// <param name="Patch">Side of a patch in pixels.</param>
    /// <param name="Depth">Blocks, a multiple of four.</param>
    /// <param name="Heads">Heads of each attention.</param>
    /// <param name="Width">Features of a token.</param>
    /// <param name="Hidden">Units of the layers between.</param>
    private sealed record Row(int Patch, int Depth, int Heads, int Width, int Hidden);
}
