namespace Graft.Imaging;

/// <summary>Lays the pixels of an object over a picture; only its bounds are looked at.</summary>
internal static class MaskShading
{
    private const double Opacity = 0.45;

    /// <summary>Draws one object.</summary>
    /// <param name="picture">Drawn upon.</param>
    /// <param name="mask">Of the picture's size.</param>
    /// <param name="colour">Its colour.</param>
    /// <param name="line">Width of the outline in pixels.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void Draw(RgbImage picture, Mask mask, (byte R, byte G, byte B) colour, int line)
    {
        if ((picture.Width, picture.Height) != (mask.Width, mask.Height))
            throw new ArgumentException($"The picture is {picture.Width} x {picture.Height}, the mask {mask.Width} x {mask.Height}.");
        var (left, top, bits, width, height) = mask.Cut();
        for (int y = 0, at = 0; y < height; y++)
            for (var x = 0; x < width; x++, at++)
            {
                if (bits[at] == 0) continue;
                var share = IsEdge(x, y) ? 1 : Opacity;
                var pixel = ((top + y) * picture.Width + left + x) * 3;
                Blend(ref picture.Pixels[pixel], colour.R, share);
                Blend(ref picture.Pixels[pixel + 1], colour.G, share);
                Blend(ref picture.Pixels[pixel + 2], colour.B, share);
            }

        bool IsEdge(int x, int y) => !(Inside(x - line, y) && Inside(x + line, y) && Inside(x, y - line) && Inside(x, y + line));

        // What is cut off by the picture's edge has no outline there.
        bool Inside(int x, int y) => x < 0 || y < 0 || x >= width || y >= height
            ? left + x < 0 || top + y < 0 || left + x >= picture.Width || top + y >= picture.Height
            : bits[y * width + x] != 0;
    }

    private static void Blend(ref byte pixel, byte colour, double share) => pixel = (byte)(pixel + (colour - pixel) * share);
}
