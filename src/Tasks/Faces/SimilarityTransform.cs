using System.Numerics;

namespace Graft.Tasks;

/// <summary>Turns, scales and moves the plane: (x, y) becomes (A x - B y + X, B x + A y + Y).</summary>
internal readonly record struct SimilarityTransform(double A, double B, double X, double Y)
{
    /// <summary>Scale: the length that a length of one becomes.</summary>
    public double Scale => Math.Sqrt(A * A + B * B);

    /// <summary>Turn in degrees, clockwise on an image (y goes down).</summary>
    public double Degrees => Math.Atan2(B, A) * 180 / Math.PI;

    /// <summary>The transform with this turn and scale that maps one point to another.</summary>
    public static SimilarityTransform Mapping(Vector2 from, Vector2 to, double degrees, double scale)
    {
        var (a, b) = (scale * Math.Cos(degrees * Math.PI / 180), scale * Math.Sin(degrees * Math.PI / 180));
        return new(a, b, to.X - (a * from.X - b * from.Y), to.Y - (b * from.X + a * from.Y));
    }

    /// <summary>The transform that brings one set of points as close to another as possible, by the sum of squares (Umeyama 1991).</summary>
    /// <param name="from">At least two different points.</param>
    /// <param name="to">As many.</param>
    public static SimilarityTransform Fit(ReadOnlySpan<Vector2> from, ReadOnlySpan<Vector2> to)
    {
        double fromX = 0, fromY = 0, toX = 0, toY = 0;
        for (var i = 0; i < from.Length; i++) (fromX, fromY, toX, toY) = (fromX + from[i].X, fromY + from[i].Y, toX + to[i].X, toY + to[i].Y);
        (fromX, fromY, toX, toY) = (fromX / from.Length, fromY / from.Length, toX / from.Length, toY / from.Length);
        double dot = 0, cross = 0, spread = 0;
        for (var i = 0; i < from.Length; i++)
        {
            var (x, y, u, v) = (from[i].X - fromX, from[i].Y - fromY, to[i].X - toX, to[i].Y - toY);
            dot += x * u + y * v;
            cross += x * v - y * u;
            spread += x * x + y * y;
        }
        var (a, b) = (dot / spread, cross / spread);
        return new(a, b, toX - (a * fromX - b * fromY), toY - (b * fromX + a * fromY));
    }

    /// <summary>Where a point goes.</summary>
    public Vector2 Apply(Vector2 point) => new((float)(A * point.X - B * point.Y + X), (float)(B * point.X + A * point.Y + Y));

    /// <summary>The way back.</summary>
    public SimilarityTransform Inverse()
    {
        var square = A * A + B * B;
        var (a, b) = (A / square, -B / square);
        return new(a, b, -(a * X - b * Y), -(b * X + a * Y));
    }

    /// <summary>This transform of points that are first moved by this much.</summary>
    public SimilarityTransform Moved(double x, double y) => this with { X = A * x - B * y + X, Y = B * x + A * y + Y };
}
