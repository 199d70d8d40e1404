namespace Graft.Networks;

/// <summary>Writes what runs over regions. Names are torchvision's.</summary>
internal static class RegionHeads
{
    private const string Box = "roi_heads.box_head.", Predictor = "roi_heads.box_predictor.";
    private const string Mask = "roi_heads.mask_head.", MaskPredictor = "roi_heads.mask_predictor.";

    public static Graph Boxes(DetectionArchitecture architecture, BoxHeadOptions options, int outputs)
    {
        var g = Begin(architecture);
        var x = g.Input;
        var part = 0;
        foreach (var width in options.Convolutions)
        {
            x = g.Relu(g.Norm($"{Box}{part}.1", g.Conv($"{Box}{part}.0", x, width, Window.Square(3, 1, 1))));
            part++;
        }
        x = g.Flatten(x, g.ChannelsOf(x) * DetectionArchitecture.Cells * DetectionArchitecture.Cells);
        for (var i = 0; i < options.Hidden.Count; i++)
            x = g.Relu(g.Linear(options.Convolutions.Count > 0 ? $"{Box}{part + 1 + 2 * i}" : $"{Box}fc{6 + i}", x, options.Hidden[i]));
        var logits = g.Linear($"{Predictor}cls_score", x, outputs);
        var codes = g.Linear($"{Predictor}bbox_pred", x, outputs * 4);
        g.End(logits, 0);
        return g.Build([new GraphOutput("logits", logits), new GraphOutput("codes", codes)]);
    }

    public static Graph Masks(DetectionArchitecture architecture, MaskHeadOptions options, int outputs)
    {
        var g = Begin(architecture);
        var x = g.Input;
        for (var i = 0; i < options.Convolutions.Count; i++)
        {
            x = g.Conv($"{Mask}{i}.0", x, options.Convolutions[i], Window.Square(3, 1, 1), bias: !options.HasNorm);
            if (options.HasNorm) x = g.Norm($"{Mask}{i}.1", x);
            x = g.Relu(x);
        }
        x = g.Relu(g.TransposedConv($"{MaskPredictor}conv5_mask", x, options.Convolutions[^1], kernel: 2, stride: 2));
        x = g.Conv($"{MaskPredictor}mask_fcn_logits", x, outputs, Window.Square(1), bias: true);
        g.End(x, 0);
        return g.Build([new GraphOutput("masks", x)]);
    }

    private static GraphBuilder Begin(DetectionArchitecture architecture)
    {
        var g = new GraphBuilder(architecture.Name, architecture.Pyramid.Width);
        g.Begin("head");
        return g;
    }
}
