namespace Graft.Imaging;

/// <summary>Where pixels of one image lie in another: multiplied, then moved. A negative scale mirrors.</summary>
/// <param name="ScaleX">Factor across; not 0.</param>
/// <param name="ScaleY">Factor down; not 0.</param>
/// <param name="ShiftX">Pixels to the right, after scaling.</param>
/// <param name="ShiftY">Pixels down, after scaling.</param>
public readonly record struct Placement(double ScaleX, double ScaleY, double ShiftX, double ShiftY)
{
    /// <summary>Everything stays.</summary>
    public static Placement Same { get; } = new(1, 1, 0, 0);

    /// <summary>Left and right swapped in an image of the given width.</summary>
    public static Placement MirrorX(int width) => new(-1, 1, width, 0);

    /// <summary>Top and bottom swapped in an image of the given height.</summary>
    public static Placement MirrorY(int height) => new(1, -1, 0, height);

    /// <summary>The place across of a coordinate.</summary>
    public double X(double x) => x * ScaleX + ShiftX;

    /// <summary>The place down of a coordinate.</summary>
    public double Y(double y) => y * ScaleY + ShiftY;

    /// <summary>The coordinate across that comes to a place.</summary>
    public double FromX(double x) => (x - ShiftX) / ScaleX;

    /// <summary>The coordinate down that comes to a place.</summary>
    public double FromY(double y) => (y - ShiftY) / ScaleY;

    /// <summary>The place of a box.</summary>
    public Box Of(Box box)
    {
        var (x1, y1, x2, y2) = (X(box.X1), Y(box.Y1), X(box.X2), Y(box.Y2));
        return new((float)Math.Min(x1, x2), (float)Math.Min(y1, y2), (float)Math.Max(x1, x2), (float)Math.Max(y1, y2));
    }

    /// <summary>The place of a polygon.</summary>
    public Polygon Of(Polygon polygon) => polygon.Map(ScaleX, ScaleY, ShiftX, ShiftY);

    /// <summary>This one, then another.</summary>
    public Placement Then(Placement next) =>
        new(ScaleX * next.ScaleX, ScaleY * next.ScaleY, next.X(ShiftX), next.Y(ShiftY));
}
