namespace Graft.Networks.Families;

/// <summary>Scaling widths and depths as the mobile families do.</summary>
internal static class Rounding
{
    /// <summary>The nearest multiple of 8, at least 8 and never more than a tenth below (MobileNet's "make divisible").</summary>
    public static int Width(double width)
    {
        var rounded = Math.Max(8, (int)(width + 4) / 8 * 8);
        return rounded < 0.9 * width ? rounded + 8 : rounded;
    }

    /// <summary>Rounded up.</summary>
    public static int Depth(double depth) => (int)Math.Ceiling(depth - 1e-9);
}
