using System.Globalization;

namespace Graft.Imaging;

/// <summary>An axis-parallel rectangle in pixels; (0, 0) is the upper left corner of the image, x goes right, y down.</summary>
/// <param name="X1">Left edge.</param>
/// <param name="Y1">Upper edge.</param>
/// <param name="X2">Right edge; the pixel column X2 itself is outside, so Width is X2 - X1.</param>
/// <param name="Y2">Lower edge, likewise.</param>
public readonly record struct Box(float X1, float Y1, float X2, float Y2)
{
    /// <summary>Its corners: <c>(12, 8) to (103.5, 99)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({X1:0.#}, {Y1:0.#}) to ({X2:0.#}, {Y2:0.#})");

    /// <summary>X2 - X1.</summary>
    public float Width => X2 - X1;

    /// <summary>Y2 - Y1.</summary>
    public float Height => Y2 - Y1;

    /// <summary>Square pixels; 0 for a box that is turned inside out.</summary>
    public double Area => Width > 0 && Height > 0 ? (double)Width * Height : 0;

    /// <summary>True without width or height, or with an edge that is no number.</summary>
    public bool IsEmpty => !(X2 > X1 && Y2 > Y1);

    /// <summary>From the upper left corner and the extents, as COCO writes boxes.</summary>
    public static Box FromCorner(double x, double y, double width, double height) =>
        new((float)x, (float)y, (float)(x + width), (float)(y + height));

    /// <summary>From the centre and the extents.</summary>
    public static Box FromCentre(double x, double y, double width, double height) =>
        new((float)(x - width / 2), (float)(y - height / 2), (float)(x + width / 2), (float)(y + height / 2));

    /// <summary>Square pixels that both boxes cover.</summary>
    public double Intersection(Box other)
    {
        var width = (double)Math.Min(X2, other.X2) - Math.Max(X1, other.X1);
        var height = (double)Math.Min(Y2, other.Y2) - Math.Max(Y1, other.Y1);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /// <summary>Intersection over union, 0..1; 0 when both are empty.</summary>
    public double IoU(Box other)
    {
        var shared = Intersection(other);
        return shared > 0 ? shared / (Area + other.Area - shared) : 0;
    }

    /// <summary>The part inside an image of the given size; empty when it lies outside.</summary>
    public Box Clip(int width, int height) =>
        new(Math.Clamp(X1, 0, width), Math.Clamp(Y1, 0, height), Math.Clamp(X2, 0, width), Math.Clamp(Y2, 0, height));

    /// <summary>Every edge multiplied.</summary>
    public Box Scale(double x, double y) => new((float)(X1 * x), (float)(Y1 * y), (float)(X2 * x), (float)(Y2 * y));

    /// <summary>Every edge moved.</summary>
    public Box Shift(double x, double y) => new((float)(X1 + x), (float)(Y1 + y), (float)(X2 + x), (float)(Y2 + y));
}
