namespace Graft.Imaging;

/// <summary>Draws class maps on images.</summary>
public static class MaskDrawing
{
    /// <summary>
    /// A copy of the image with the classes' colours laid over it, their polygons strong; class 0 and what does not count stay as they are.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="map">Classes, of the image's size.</param>
    /// <param name="opacity">Share of the colour, 0..1.</param>
    /// <param name="palette">Colours from class 0 on; classes beyond get VOC's colours. Null takes VOC's for all.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static RgbImage Overlay(RgbImage image, ClassMap map, double opacity = 0.5, IReadOnlyList<(byte Red, byte Green, byte Blue)>? palette = null)
    {
        if ((image.Width, image.Height) != (map.Width, map.Height))
            throw new ArgumentException($"The image is {image.Width} x {image.Height}, the map {map.Width} x {map.Height}.");
        var result = new RgbImage(image.Width, image.Height, [.. image.Pixels]);
        var colours = Enumerable.Range(0, 256)
            .Select(label => palette is not null && label < palette.Count ? palette[label] : IndexPng.VocColour(label)).ToArray();
        for (int y = 0, at = 0; y < map.Height; y++)
            for (var x = 0; x < map.Width; x++, at++)
            {
                var label = map.Values[at];
                if (label is 0 or ClassMap.Ignore) continue;
                Blend(result, at, colours[label], IsEdge(map, x, y, at) ? 1 : opacity);
            }
        return result;
    }

    private static bool IsEdge(ClassMap map, int x, int y, int at) =>
        x > 0 && map.Values[at - 1] != map.Values[at] || x + 1 < map.Width && map.Values[at + 1] != map.Values[at]
        || y > 0 && map.Values[at - map.Width] != map.Values[at] || y + 1 < map.Height && map.Values[at + map.Width] != map.Values[at];

    /// <summary>Moves a pixel of the image towards a colour.</summary>
    /// <param name="image">Drawn upon.</param>
    /// <param name="at">Index of the pixel, row by row.</param>
    /// <param name="colour">The colour.</param>
    /// <param name="share">Share of the colour, 0..1.</param>
    internal static void Blend(RgbImage image, int at, (byte Red, byte Green, byte Blue) colour, double share)
    {
        var pixel = image.Pixels.AsSpan(3 * at, 3);
        pixel[0] = (byte)(pixel[0] + (colour.Red - pixel[0]) * share);
        pixel[1] = (byte)(pixel[1] + (colour.Green - pixel[1]) * share);
        pixel[2] = (byte)(pixel[2] + (colour.Blue - pixel[2]) * share);
    }
}

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
                MaskDrawing.Blend(image, (top + y) * image.Width + left + x, colour, IsEdge(x, y) ? 1 : Opacity);
            }

        bool IsEdge(int x, int y) => !(Inside(x - line, y) && Inside(x + line, y) && Inside(x, y - line) && Inside(x, y + line));

        // What is cut off by the image's edge has no polygon there.
        bool Inside(int x, int y) => x < 0 || y < 0 || x >= width || y >= height
            ? left + x < 0 || top + y < 0 || left + x >= image.Width || top + y >= image.Height
            : bits[y * width + x] != 0;
    }
}
