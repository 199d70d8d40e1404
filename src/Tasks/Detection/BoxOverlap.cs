using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>How far boxes cover each other, in float32 as torchvision computes it.</summary>
internal static class BoxOverlap
{
    /// <summary>Intersection over union, 0..1.</summary>
    public static float IoU(Box one, Box other)
    {
        var shared = Shared(one, other);
        return shared > 0 ? shared / (Area(one) + Area(other) - shared) : 0;
    }

    /// <summary>
    /// IoU less the share of the enclosing box that neither covers, -1..1 (Rezatofighi et al., arXiv:1902.09630): says how far apart
    /// boxes are that do not touch.
    /// </summary>
    public static float GeneralizedIoU(Box one, Box other)
    {
        var shared = Shared(one, other);
        var union = Area(one) + Area(other) - shared;
        var hull = (Math.Max(one.X2, other.X2) - Math.Min(one.X1, other.X1)) * (Math.Max(one.Y2, other.Y2) - Math.Min(one.Y1, other.Y1));
        return shared / union - (hull - union) / hull;
    }

    /// <summary>Share of <paramref name="box"/> inside <paramref name="region"/>, 0..1: what counts for crowds.</summary>
    public static float ShareInside(Box box, Box region)
    {
        var shared = Shared(box, region);
        return shared > 0 ? shared / Area(box) : 0;
    }

    internal static float Area(Box box) => box.Width * box.Height;

    internal static float Shared(Box one, Box other)
    {
        var width = Math.Min(one.X2, other.X2) - Math.Max(one.X1, other.X1);
        var height = Math.Min(one.Y2, other.Y2) - Math.Max(one.Y1, other.Y1);
        return width > 0 && height > 0 ? width * height : 0;
    }
}
