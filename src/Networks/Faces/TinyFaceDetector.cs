namespace Graft.Networks;

/// <summary>A small detector of separable convolutions with one grid of boxes, after YOLOv2; the names are those of the published file.</summary>
internal static class TinyFaceDetector
{
    /// <summary>Side of the input in pixels.</summary>
    public const int Side = 416;

    /// <summary>Rows (and columns) of the grid.</summary>
    public const int Grid = 13;

    /// <summary>Widths and heights of the boxes of a cell, in cells.</summary>
    public static IReadOnlyList<(float Width, float Height)> Anchors { get; } =
        [(1.603231f, 2.094468f), (6.041143f, 7.080126f), (2.882459f, 3.518061f), (4.266906f, 5.178857f), (9.041765f, 10.66308f)];

    private static readonly int[] Widths = [16, 32, 64, 128, 256, 512];

    /// <summary>Output: 25 channels, for each box of a cell x, y, logarithms of width and height, and the logit of a face.</summary>
    public static Graph Build(string name)
    {
        var g = new GraphBuilder(name);
        var x = g.Input;
        foreach (var (i, width) in Widths.Index())
        {
            x = i == 0 ? g.Conv("conv0", x, width, Window.Square(3), bias: true) : g.Separable($"conv{i}", x, width, Window.Square(3, 1, 1));
            x = g.Activate(x, Activation.LeakyRelu);
            x = g.MaxPool(x, Window.Same(2, i < Widths.Length - 1 ? 2 : 1));
        }
        g.End(x, Side / Grid);
        g.Begin("head");
        return g.Build(g.Conv("conv8", x, Anchors.Count * 5, Window.Square(1), bias: true));
    }
}
