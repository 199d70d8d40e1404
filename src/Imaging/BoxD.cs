namespace Graft.Imaging;

/// <summary>A rectangle in pixels as COCO writes it, in double precision: what decides whether an object of exactly 32 x 32 pixels is small.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">From the left to the right edge.</param>
/// <param name="Height">From the upper to the lower edge.</param>
internal readonly record struct BoxD(double X, double Y, double Width, double Height)
{
    /// <summary>Width times height, square pixels.</summary>
    public double Area => Width * Height;

    /// <summary>The same in single precision.</summary>
    public Box Box => Box.FromCorner(X, Y, Width, Height);

    /// <summary>A box with the sides that it has in single precision, as result files have them.</summary>
    public static BoxD Of(Box box) => new(box.X1, box.Y1, box.Width, box.Height);

    /// <summary>The exact form of a box where that is known and still its own; a box that was moved, scaled or cut since has none.</summary>
    public static BoxD Of(Box box, BoxD? exact) => exact is { } known && known.Box == box ? known : Of(box);

    /// <summary>Square pixels that both cover.</summary>
    public double Intersection(BoxD other)
    {
        var width = Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X);
        var height = Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y);
        return width > 0 && height > 0 ? width * height : 0;
    }
}
