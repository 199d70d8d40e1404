using System.Runtime.InteropServices;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Mirrors images in place.</summary>
internal static class Flip
{
    public static void Horizontal(RgbImage image)
    {
        var pixels = MemoryMarshal.Cast<byte, Colour>(image.Pixels.AsSpan());
        for (var y = 0; y < image.Height; y++) pixels.Slice(y * image.Width, image.Width).Reverse();
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
