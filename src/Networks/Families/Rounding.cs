namespace Graft.Networks.Families;

/// <summary>Scaling widths and depths as the mobile families do.</summary>
internal static class Rounding
{
    /// <summary>The nearest multiple of 8, at least 8 and never more than a tenth below (MobileNet's "make divisible").</summary>
    public static int Width(double width) => Width(width, 8);

    /// <summary>The same for multiples of another number.</summary>
    public static int Width(double width, int divisor)
    {
        var rounded = Math.Max(divisor, (int)(width + divisor / 2.0) / divisor * divisor);
        return rounded < 0.9 * width ? rounded + divisor : rounded;
    }

    /// <summary>Rounded up.</summary>
    public static int Depth(double depth) => (int)Math.Ceiling(depth - 1e-9);
}
