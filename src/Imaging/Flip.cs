using System.Runtime.InteropServices;

namespace Graft.Imaging;

/// <summary>Mirrors images in place.</summary>
internal static class Flip
{
    public static void Horizontal(RgbImage image) => Horizontal(image.Pixels, image.Width);

    /// <summary>Rows of so many pixels of three bytes.</summary>
    public static void Horizontal(Span<byte> image, int width)
    {
        var pixels = MemoryMarshal.Cast<byte, Colour>(image);
        for (var row = 0; row < pixels.Length; row += width) pixels.Slice(row, width).Reverse();
    }

    public static void Vertical(RgbImage image)
    {
        var row = image.Width * 3;
        var spare = new byte[row];
        for (var y = 0; y < image.Height / 2; y++)
        {
            var upper = image.Pixels.AsSpan(y * row, row);
            var lower = image.Pixels.AsSpan((image.Height - 1 - y) * row, row);
            upper.CopyTo(spare);
            lower.CopyTo(upper);
            spare.CopyTo(lower);
        }
    }
}
