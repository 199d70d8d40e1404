namespace Graft.Imaging;

/// <summary>A closed polygon in pixels: x, y, x, y and so on, as COCO writes it. The last point joins the first.</summary>
/// <param name="Points">2 numbers a point; three points and more enclose something.</param>
public sealed record Polygon(IReadOnlyList<double> Points)
{
    /// <summary>Points.</summary>
    public int Count => Points.Count / 2;

    /// <summary>Enclosed square pixels (shoelace formula).</summary>
    public double Area
    {
        get
        {
            var twice = 0.0;
            for (int i = 0, before = Points.Count - 2; i + 1 < Points.Count; before = i, i += 2)
                twice += Points[before] * Points[i + 1] - Points[i] * Points[before + 1];
            return Math.Abs(twice) / 2;
        }
    }

    /// <summary>The smallest box around it; empty without points.</summary>
    public Box Bounds
    {
        get
        {
            if (Points.Count < 2) return default;
            var (x1, y1, x2, y2) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
            for (var i = 0; i + 1 < Points.Count; i += 2)
                (x1, y1, x2, y2) = (Math.Min(x1, Points[i]), Math.Min(y1, Points[i + 1]), Math.Max(x2, Points[i]), Math.Max(y2, Points[i + 1]));
            return new Box((float)x1, (float)y1, (float)x2, (float)y2);
        }
    }

    /// <summary>The polygon of a box.</summary>
    public static Polygon Of(Box box) => new([box.X1, box.Y1, box.X2, box.Y1, box.X2, box.Y2, box.X1, box.Y2]);

    /// <summary>Each coordinate multiplied, then moved.</summary>
    public Polygon Map(double scaleX, double scaleY, double shiftX, double shiftY)
    {
        var points = new double[Points.Count];
        for (var i = 0; i < points.Length; i++)
            points[i] = i % 2 == 0 ? Points[i] * scaleX + shiftX : Points[i] * scaleY + shiftY;
        return new Polygon(points);
    }
}
