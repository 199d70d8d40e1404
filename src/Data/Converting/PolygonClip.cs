using Graft.Imaging;

namespace Graft.Data;

/// <summary>Cuts polygons off at an image's edges (Sutherland and Hodgman 1974): one edge after the other.</summary>
internal static class PolygonClip
{
    /// <summary>The part inside an image; null when nothing of it is. Parts that the edge takes apart stay joined along the edge.</summary>
    public static Polygon? Of(Polygon polygon, int width, int height)
    {
        if (IsInside(polygon, width, height)) return polygon;
        var points = Enumerable.Range(0, polygon.Count).Select(at => (X: polygon.Points[2 * at], Y: polygon.Points[2 * at + 1])).ToList();
        points = Cut(points, point => point.X, point => (0, point.Y));
        points = Cut(points, point => width - point.X, point => (width, point.Y));
        points = Cut(points, point => point.Y, point => (point.X, 0));
        points = Cut(points, point => height - point.Y, point => (point.X, height));
        var inside = new Polygon([.. points.SelectMany(point => new[] { point.X, point.Y })]);
        return inside.Count >= 3 && inside.Area > 0 ? inside : null;
    }

    /// <summary>Whether no point lies beyond the image.</summary>
    public static bool IsInside(Polygon polygon, int width, int height) =>
        polygon.Points.Index().All(value => value.Item >= 0 && value.Item <= (value.Index % 2 == 0 ? width : height));

    private static List<(double X, double Y)> Cut(List<(double X, double Y)> points, Func<(double X, double Y), double> inside,
        Func<(double X, double Y), (double X, double Y)> onEdge)
    {
        var kept = new List<(double X, double Y)>(points.Count + 4);
        for (var at = 0; at < points.Count; at++)
        {
            var (before, point) = (points[(at + points.Count - 1) % points.Count], points[at]);
            var (from, to) = (inside(before), inside(point));
            if (from < 0 != to < 0)
            {
                var share = from / (from - to);
                // The coordinate of the edge itself is exact, whatever rounding does to the share.
                kept.Add(onEdge((before.X + share * (point.X - before.X), before.Y + share * (point.Y - before.Y))));
            }
            if (to >= 0) kept.Add(point);
        }
        return kept;
    }
}
