namespace Graft.Networks;

/// <summary>Decoders on any backbone whose stages have feature maps of several strides: from the coarsest map back to stride 4 or 2.</summary>
internal static class Decoders
{
    /// <summary>Width of the FPN decoder's maps.</summary>
    public const int FpnWidth = 96;

    private const double CoarsestDropout = 0.5;

    private const string Fpn = "fpn", UNet = "unet";

    /// <summary>The kinds; the first is the default.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Fpn, UNet];

    /// <summary>Whether a backbone has maps to decode: three strides at least, the finest no coarser than 8.</summary>
    public static bool Fit(string backbone)
    {
        if (!ModelCatalogue.Names.Concat(ModelCatalogue.Twins).Contains(backbone)) return false;
        var strides = ModelCatalogue.Build(backbone, 1).Stages.Where(stage => stage.Stride > 0).Select(stage => stage.Stride).Distinct().ToList();
        return strides.Count >= 3 && strides.Min() <= 8;
    }

    public static SegmentationEntry Entry(string kind, string backbone) => new((name, classes) => Build(name, kind, backbone, classes))
    {
        Name = $"{kind}_{backbone}",
        Backbone = backbone,
        Family = kind == Fpn ? "FPN decoder" : "U-Net",
        Paper = kind == Fpn
            ? "Feature Pyramid Networks for Object Detection, arXiv:1612.03144; Panoptic Feature Pyramid Networks, arXiv:1901.02446"
            : "U-Net: Convolutional Networks for Biomedical Image Segmentation, arXiv:1505.04597",
    };

    private static Graph Build(string name, string kind, string backbone, int classes)
    {
        var part = SegmentationBackbone.UpToPooling(backbone);
        var (g, nodes) = SegmentationBackbone.Embed(name, part);
        List<(int Node, int Stride)> maps = [];
        foreach (var stage in part.Stages)
        {
            if (maps.Count > 0 && maps[^1].Stride == stage.Stride) maps.RemoveAt(maps.Count - 1); // the last of a resolution has seen most
            maps.Add((nodes[stage.Output], stage.Stride));
        }
        var x = kind == Fpn ? Pyramid(g, [.. maps.Where(map => map.Stride >= 4).Select(map => map.Node)]) : Expanding(g, [.. maps.Select(map => map.Node)]);
        return SegmentationHead.Finish(g, g.Conv("classifier", g.Dropout(x, 0.1), classes, Window.Square(1), bias: true));
    }

    // Each level: its own map made as wide as the decoder, plus the coarser one, smoothed. The last convolution sees every scale.
    private static int Pyramid(GraphBuilder g, IReadOnlyList<int> maps)
    {
        var x = -1;
        for (var level = maps.Count - 1; level >= 0; level--)
        {
            // Few objects are soon known by single channels of the coarsest map, which is what tells classes apart.
            var map = x < 0 ? g.Dropout(maps[level], CoarsestDropout) : maps[level];
            var lateral = g.Norm($"decoder.lateral.{level}.1", g.Conv($"decoder.lateral.{level}.0", map, FpnWidth, Window.Square(1)));
            x = x < 0 ? lateral : g.Add(lateral, g.Resize(x, lateral, ResizeMode.Bilinear));
            x = SegmentationHead.ConvNormRelu(g, $"decoder.smooth.{level}", 0, g.Relu(x), FpnWidth);
        }
        return x;
    }

    // Each level: the coarser map enlarged, beside its own map, two convolutions; half as wide from level to level.
    private static int Expanding(GraphBuilder g, IReadOnlyList<int> maps)
    {
        var x = maps[^1];
        var width = 256;
        for (var level = maps.Count - 2; level >= 0; level--)
        {
            x = g.Concatenate(g.Resize(x, maps[level], ResizeMode.Nearest), maps[level]);
            x = SegmentationHead.ConvNormRelu(g, $"decoder.{level}", 0, x, width);
            x = SegmentationHead.ConvNormRelu(g, $"decoder.{level}", 3, x, width);
            width = Math.Max(32, width / 2);
        }
        return x;
    }
}
