using System.Runtime.InteropServices;

namespace Graft.Imaging;

/// <summary>EXIF orientation: 1 as stored, 2 mirrored, 3 turned by 180, 4 flipped, 5 transposed, 6 to be turned right, 7 transversed, 8 to be turned left.</summary>
internal static class ImageOrientation
{
    /// <summary>True when rows become columns.</summary>
    public static bool Swaps(int orientation) => orientation is >= 5 and <= 8;

    /// <summary>Turns the image upright; disposes the source when it makes a new buffer.</summary>
    public static PixelBuffer Apply(PixelBuffer source, int orientation)
    {
        if (orientation is < 2 or > 8) return source;
        using (source)
        {
            var swaps = Swaps(orientation);
            var upright = new PixelBuffer(swaps ? source.Height : source.Width, swaps ? source.Width : source.Height, 4)
            {
                Box = Turn(source, orientation),
                ImageWidth = swaps ? source.ImageHeight : source.ImageWidth,
                ImageHeight = swaps ? source.ImageWidth : source.ImageHeight,
            };
            Move(source, upright, orientation);
            return upright;
        }
    }

    private static SourceBox Turn(PixelBuffer source, int orientation)
    {
        var (left, top, width, height) = source.Box;
        var right = source.Width - left - width;
        var bottom = source.Height - top - height;
        return orientation switch
        {
            2 => new(right, top, width, height),
            3 => new(right, bottom, width, height),
            4 => new(left, bottom, width, height),
            5 => new(top, left, height, width),
            6 => new(bottom, left, height, width),
            7 => new(bottom, right, height, width),
            _ => new(top, right, height, width),
        };
    }

    private static void Move(PixelBuffer source, PixelBuffer upright, int orientation)
    {
        int width = source.Width, height = source.Height;
        // Upright pixel (x, y) lies at first + x * across + y * down of the stored pixels.
        var (first, across, down) = orientation switch
        {
            2 => (width - 1, -1, width),
            3 => (width * height - 1, -1, -width),
            4 => ((height - 1) * width, 1, -width),
            5 => (0, width, 1),
            6 => ((height - 1) * width, -width, 1),
            7 => (width * height - 1, -width, -1),
            _ => (width - 1, width, -1),
        };
        var from = MemoryMarshal.Cast<byte, uint>(source.Pixels.AsSpan(0, width * height * 4));
        var to = MemoryMarshal.Cast<byte, uint>(upright.Pixels.AsSpan(0, width * height * 4));
        // Tiles, so that the strided side stays in the cache.
        const int tile = 16;
        for (var top = 0; top < upright.Height; top += tile)
            for (var left = 0; left < upright.Width; left += tile)
                for (var y = top; y < Math.Min(top + tile, upright.Height); y++)
                    for (var x = left; x < Math.Min(left + tile, upright.Width); x++)
                        to[y * upright.Width + x] = from[first + x * across + y * down];
    }
}
