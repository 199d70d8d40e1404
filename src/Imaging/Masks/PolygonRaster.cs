namespace Graft.Imaging;

/// <summary>
/// Fills a polygon with exactly the pixels that COCO's tools fill: the polygon is walked on a grid five times finer, and
/// where it passes the centre of a pixel column the column changes between outside and inside. What lies beyond the image
/// is cut off.
/// </summary>
internal static class PolygonRaster
{
    private const int Fine = 5;

    public static int[] Fill(Polygon polygon, int width, int height)
    {
        var changes = new List<int>();
        var walk = new PolygonWalk(width, height, changes);
        var points = PolygonClip.Near(polygon.Points, width, height);
        var count = points.Count / 2;
        for (var i = 0; i < count; i++)
        {
            var next = (i + 1) % count;
            Edge(ref walk, Grid(points[2 * i]), Grid(points[2 * i + 1]), Grid(points[2 * next]), Grid(points[2 * next + 1]));
        }
        changes.Add(width * height);
        changes.Sort();
        return Runs(changes);
    }

    // Truncation, not floor, and half up: the rounding is part of the definition.
    private static int Grid(double coordinate) => (int)(Fine * coordinate + 0.5);

    /// <summary>
    /// Every grid point of an edge, in the polygon's direction. The line is computed from its lower end, so both directions meet the same points.
    /// </summary>
    private static void Edge(ref PolygonWalk walk, int x1, int y1, int x2, int y2)
    {
        int across = Math.Abs(x2 - x1), down = Math.Abs(y2 - y1), steps = Math.Max(across, down);
        var flat = across >= down;
        var turned = flat ? x1 > x2 : y1 > y2;
        if (turned) (x1, y1, x2, y2) = (x2, y2, x1, y1);
        var slope = steps == 0 ? 0 : flat ? (double)(y2 - y1) / across : (double)(x2 - x1) / down;
        for (var step = 0; step <= steps; step++)
        {
            var t = turned ? steps - step : step;
            if (flat) walk.To(x1 + t, (int)(y1 + slope * t + 0.5));
            else walk.To((int)(x1 + slope * t + 0.5), y1 + t);
        }
    }

    /// <summary>Sorted positions to run lengths; two changes at one place cancel.</summary>
    private static int[] Runs(List<int> changes)
    {
        var runs = new List<int>(changes.Count) { changes[0] };
        for (var i = 1; i < changes.Count; i++)
        {
            var length = changes[i] - changes[i - 1];
            if (length > 0) runs.Add(length);
            else if (++i < changes.Count) runs[^1] += changes[i] - changes[i - 1];
        }
        return [.. runs];
    }

    /// <summary>Follows the grid points and notes each passing of a column's centre.</summary>
    private ref struct PolygonWalk(int width, int height, List<int> changes)
    {
        private int _x, _y;
        private bool _started;

        public void To(int x, int y)
        {
            if (_started && x != _x)
            {
                var left = x < _x ? x : x - 1;
                // Grid column 5 c + 2 lies on the centre of pixel column c.
                if (left >= 0 && left % Fine == Fine / 2 && left / Fine < width)
                {
                    var row = Math.Ceiling(Math.Clamp((Math.Min(y, _y) + 0.5) / Fine - 0.5, 0, height));
                    changes.Add(left / Fine * height + (int)row);
                }
            }
            (_x, _y, _started) = (x, y, true);
        }
    }
}
