namespace Graft.Imaging;

/// <summary>
/// Cuts a polygon off far beyond the image, so that filling it takes as long as the image is large and not as its numbers are (Sutherland and Hodgman,
/// "Reentrant Polygon Clipping", 1974). One that stays within the image's own size of the edges is left as it is, number for number.
/// </summary>
internal static class PolygonClip
{
    /// <summary>The points to fill in an image of the given size: x, y, x, y and so on. Fewer than three points where none are near.</summary>
    public static IReadOnlyList<double> Near(IReadOnlyList<double> points, int width, int height)
    {
        double margin = Math.Max(width, height);
        if (IsWithin(points, -margin, width + margin, -margin, height + margin)) return points;
        var cut = points;
        foreach (var (axis, edge, isLow) in new[] { (0, -margin, true), (0, width + margin, false), (1, -margin, true), (1, height + margin, false) })
            cut = Cut(cut, axis, edge, isLow);
        return cut.Count < 6 ? [] : cut;
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
