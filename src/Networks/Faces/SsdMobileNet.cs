namespace Graft.Networks;

/// <summary>Single shot detector on MobileNetV1 for faces, 512 x 512 pixels; the names are those of the published file.</summary>
internal static class SsdMobileNet
{
    /// <summary>Side of the input in pixels.</summary>
    public const int Side = 512;

    private const double Epsilon = 1e-3;

    // (width, stride) of Conv2d_1 .. Conv2d_13.
    private static readonly (int Width, int Stride)[] Blocks =
    [
        (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1),
    ];

    // (kernel, width, stride) of Prediction/Conv2d_0 .. 7; the second of each pair is looked at for boxes.
    private static readonly (int Kernel, int Width, int Stride)[] Extras =
        [(1, 256, 1), (3, 512, 2), (1, 128, 1), (3, 256, 2), (1, 128, 1), (3, 256, 2), (1, 64, 1), (3, 128, 2)];

    private const int LastOfStride16 = 11;

    /// <summary>Rows (and columns) of each level of boxes.</summary>
    public static IReadOnlyList<int> Grids { get; } = [32, 16, 8, 4, 2, 1];

    /// <summary>Classes each box has a logit for: nothing, a face, and a third that has no meaning.</summary>
    public const int Classes = 3;

    /// <summary>Class of a face.</summary>
    public const int Face = 1;

    /// <summary>Outputs: for each level logits (boxes x 3 channels), then for each level codes (boxes x 4: y, x, height, width).</summary>
    public static Graph Build(string name)
    {
        var g = new GraphBuilder(name);
        var x = Relu6(g, g.Conv("MobilenetV1/Conv2d_0_pointwise", g.Input, 32, Window.Same(3, 2), bias: true));
        List<int> levels = [];
        foreach (var (i, (width, stride)) in Blocks.Index())
        {
            var block = $"MobilenetV1/Conv2d_{i + 1}";
            x = g.Conv($"{block}_depthwise", x, g.ChannelsOf(x), Window.Same(3, stride), groups: g.ChannelsOf(x));
            x = Relu6(g, g.Norm($"{block}_depthwise/BatchNorm", x, Epsilon));
            x = Relu6(g, g.Conv($"{block}_pointwise", x, width, Window.Square(1), bias: true));
            if (i + 1 == LastOfStride16) levels.Add(x);
        }
        levels.Add(x);
        foreach (var (i, (kernel, width, stride)) in Extras.Index())
        {
            x = Relu6(g, g.Conv($"Prediction/Conv2d_{i}_pointwise", x, width, Window.Same(kernel, stride), bias: true));
            if (i % 2 == 1) levels.Add(x);
        }
        g.End(x, Side);
        g.Begin("head");
        List<GraphOutput> logits = [], codes = [];
        foreach (var (level, map) in levels.Index())
        {
            var (head, boxes) = ($"Prediction/BoxPredictor_{level}", BoxesPerCell(level));
            logits.Add(new($"logits.{level}", g.Conv($"{head}/ClassPredictor", map, boxes * Classes, Window.Square(1), bias: true)));
            codes.Add(new($"codes.{level}", g.Conv($"{head}/BoxEncodingPredictor", map, boxes * 4, Window.Square(1), bias: true)));
        }
        return g.Build([.. logits, .. codes]);
    }

    /// <summary>Boxes at each cell of a level.</summary>
    public static int BoxesPerCell(int level) => level == 0 ? 3 : 6;

    private static int Relu6(GraphBuilder g, int x) => g.Activate(x, Activation.Relu6);
}
