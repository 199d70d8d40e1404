using Graft.Imaging;

namespace Graft.Data;

/// <summary>Makes one polygon of several, for formats that have no more: walks there and back along the shortest lines between them.</summary>
public static class PolygonBridge
{
    /// <summary>One polygon of a mask, its holes filled; null when nothing is inside.</summary>
    public static Polygon? Of(Mask mask) => WithoutHoles(mask.Contours()) is { Count: > 0 } parts ? Join(parts) : null;

    /// <summary>Polygons that go round a part; those that go round a hole run the other way.</summary>
    public static IReadOnlyList<Polygon> WithoutHoles(IReadOnlyList<Polygon> contours) => [.. contours.Where(contour => Turn(contour) > 0)];

    /// <summary>One polygon through all of them.</summary>
    /// <param name="parts">At least one.</param>
    public static Polygon Join(IReadOnlyList<Polygon> parts)
    {
        var joined = parts[0].Points.ToList();
        foreach (var part in parts.Skip(1)) Insert(joined, part.Points);
        return new Polygon(joined);
    }

    private static void Insert(List<double> polygon, IReadOnlyList<double> part)
    {
        var (at, from, shortest) = (0, 0, double.MaxValue);
        for (var i = 0; i + 1 < polygon.Count; i += 2)
            for (var j = 0; j + 1 < part.Count; j += 2)
            {
                var (x, y) = (polygon[i] - part[j], polygon[i + 1] - part[j + 1]);
                if (x * x + y * y < shortest) (at, from, shortest) = (i, j, x * x + y * y);
            }
        var detour = new List<double>(part.Count + 4);
        for (var j = 0; j <= part.Count; j += 2)
        {
            var k = (from + j) % part.Count;
            detour.AddRange([part[k], part[k + 1]]);
        }
        detour.AddRange([polygon[at], polygon[at + 1]]);
        polygon.InsertRange(at + 2, detour);
    }

    private static double Turn(Polygon contour)
    {
        var twice = 0.0;
        for (int i = 0, before = contour.Points.Count - 2; i + 1 < contour.Points.Count; before = i, i += 2)
            twice += contour.Points[before] * contour.Points[i + 1] - contour.Points[i] * contour.Points[before + 1];
        return twice;
    }
}
