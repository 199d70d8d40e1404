namespace Graft.Imaging;

/// <summary>Cuts a polygon off at the edges of a rectangle (Sutherland and Hodgman, "Reentrant Polygon Clipping", 1974).</summary>
internal static class PolygonClip
{
    /// <summary>
    /// The points to fill in an image of the given size: x, y, x, y and so on; fewer than three points where none are near. What lies farther outside than
    /// the image is large is cut off, so that filling takes as long as the image is large and not as the numbers are; the rest stays number for number.
    /// </summary>
    public static IReadOnlyList<double> Near(IReadOnlyList<double> points, int width, int height)
    {
        double margin = Math.Max(width, height);
        return Within(points, -margin, width + margin, -margin, height + margin);
    }

    /// <summary>The part of a polygon inside an image; null when nothing of it is. Parts that the edge takes apart stay joined along the edge.</summary>
    public static Polygon? Of(Polygon polygon, int width, int height)
    {
        if (IsInside(polygon, width, height)) return polygon;
        var inside = new Polygon([.. Within(polygon.Points, 0, width, 0, height)]);
        return inside.Count >= 3 && inside.Area > 0 ? inside : null;
    }

    /// <summary>Whether no point lies beyond the image.</summary>
    public static bool IsInside(Polygon polygon, int width, int height) => IsWithin(polygon.Points, 0, width, 0, height);

    private static IReadOnlyList<double> Within(IReadOnlyList<double> points, double left, double right, double top, double bottom)
    {
        if (IsWithin(points, left, right, top, bottom)) return points;
        foreach (var (axis, edge, isLow) in new[] { (0, left, true), (0, right, false), (1, top, true), (1, bottom, false) })
            points = Cut(points, axis, edge, isLow);
        return points.Count < 6 ? [] : points;
    }

    private static bool IsWithin(IReadOnlyList<double> points, double left, double right, double top, double bottom)
    {
        for (var i = 0; i + 1 < points.Count; i += 2)
            if (!(points[i] >= left && points[i] <= right && points[i + 1] >= top && points[i + 1] <= bottom)) return false;
        return true;
    }

    private static List<double> Cut(IReadOnlyList<double> points, int axis, double edge, bool isLow)
    {
        List<double> kept = new(points.Count + 4);
        for (var (i, before) = (0, points.Count - 2); i + 1 < points.Count; before = i, i += 2)
        {
            bool isIn = IsIn(points[i + axis]), wasIn = IsIn(points[before + axis]);
            if (isIn != wasIn) AddCrossing(kept, points, before, i, axis, edge);
            if (!isIn) continue;
            kept.Add(points[i]);
            kept.Add(points[i + 1]);
        }
        return kept;

        bool IsIn(double value) => isLow ? value >= edge : value <= edge;
    }

    private static void AddCrossing(List<double> kept, IReadOnlyList<double> points, int from, int to, int axis, double edge)
    {
        var share = (edge - points[from + axis]) / (points[to + axis] - points[from + axis]);
        var across = points[from + 1 - axis] + share * (points[to + 1 - axis] - points[from + 1 - axis]);
        kept.Add(axis == 0 ? edge : across);
        kept.Add(axis == 0 ? across : edge);
    }
}
