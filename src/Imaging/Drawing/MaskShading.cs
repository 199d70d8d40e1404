namespace Graft.Imaging;

/// <summary>Lays the pixels of an object over an image; only its bounds are looked at.</summary>
internal static class MaskShading
{
    private const double Opacity = 0.45;

    /// <summary>Draws one object.</summary>
    /// <param name="image">Drawn upon.</param>
    /// <param name="mask">Of the image's size.</param>
    /// <param name="colour">Its colour.</param>
    /// <param name="line">Width of the polygon in pixels.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void Draw(RgbImage image, Mask mask, (byte R, byte G, byte B) colour, int line)
    {
        if ((image.Width, image.Height) != (mask.Width, mask.Height))
            throw new ArgumentException($"The image is {image.Width} x {image.Height}, the mask {mask.Width} x {mask.Height}.");
        var (left, top, bits, width, height) = mask.Cut();
        for (int y = 0, at = 0; y < height; y++)
            for (var x = 0; x < width; x++, at++)
            {
                if (bits[at] == 0) continue;
                var share = IsEdge(x, y) ? 1 : Opacity;
                var pixel = ((top + y) * image.Width + left + x) * 3;
                Blend(ref image.Pixels[pixel], colour.R, share);
                Blend(ref image.Pixels[pixel + 1], colour.G, share);
                Blend(ref image.Pixels[pixel + 2], colour.B, share);
            }

        bool IsEdge(int x, int y) => !(Inside(x - line, y) && Inside(x + line, y) && Inside(x, y - line) && Inside(x, y + line));

        // What is cut off by the image's edge has no polygon there.
        bool Inside(int x, int y) => x < 0 || y < 0 || x >= width || y >= height
            ? left + x < 0 || top + y < 0 || left + x >= image.Width || top + y >= image.Height
            : bits[y * width + x] != 0;
    }

    private static void Blend(ref byte pixel, byte colour, double share) => pixel = (byte)(pixel + (colour - pixel) * share);
}
