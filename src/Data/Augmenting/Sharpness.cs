using System.Buffers;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Blends an image with its smoothed self, as Pillow's ImageEnhance.Sharpness; the outermost pixels stay.</summary>
internal static class Sharpness
{
    /// <summary>0 is smooth, 1 unchanged, more is sharper.</summary>
    public static void Apply(RgbImage image, double factor)
    {
        if (image.Width < 3 || image.Height < 3) return;
        var (pixels, row, alpha) = (image.Pixels, image.Width * 3, (float)factor);
        var copy = ArrayPool<byte>.Shared.Rent(pixels.Length);
        pixels.CopyTo(copy, 0);
        for (var y = 1; y < image.Height - 1; y++)
        {
            var above = copy.AsSpan((y - 1) * row, row);
            var here = copy.AsSpan(y * row, row);
            var below = copy.AsSpan((y + 1) * row, row);
            var target = pixels.AsSpan(y * row, row);
            for (var i = 3; i < row - 3; i++)
            {
                // Weights 1 1 1, 1 5 1, 1 1 1 over 13, rounded.
                var sum = above[i - 3] + above[i] + above[i + 3] + here[i - 3] + 5 * here[i] + here[i + 3] + below[i - 3] + below[i] + below[i + 3];
                target[i] = Colours.Mix((2 * sum + 13) / 26, here[i], alpha);
            }
        }
        ArrayPool<byte>.Shared.Return(copy);
    }
}
