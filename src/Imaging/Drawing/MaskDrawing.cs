namespace Graft.Imaging;

/// <summary>Draws class maps on pictures.</summary>
public static class MaskDrawing
{
    /// <summary>
    /// A copy of the picture with the classes' colours laid over it, their outlines strong; class 0 and what does not count stay as they are.
    /// </summary>
    /// <param name="picture">The picture.</param>
    /// <param name="map">Classes, of the picture's size.</param>
    /// <param name="opacity">Share of the colour, 0..1.</param>
    /// <param name="palette">Colours from class 0 on; classes beyond get VOC's colours. Null takes VOC's for all.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static RgbImage Overlay(RgbImage picture, ClassMap map, double opacity = 0.5, IReadOnlyList<(byte Red, byte Green, byte Blue)>? palette = null)
    {
        if ((picture.Width, picture.Height) != (map.Width, map.Height))
            throw new ArgumentException($"The picture is {picture.Width} x {picture.Height}, the map {map.Width} x {map.Height}.");
        var result = new RgbImage(picture.Width, picture.Height, [.. picture.Pixels]);
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

    /// <summary>Moves a pixel of the picture towards a colour.</summary>
    /// <param name="picture">Drawn upon.</param>
    /// <param name="at">Index of the pixel, row by row.</param>
    /// <param name="colour">The colour.</param>
    /// <param name="share">Share of the colour, 0..1.</param>
    internal static void Blend(RgbImage picture, int at, (byte Red, byte Green, byte Blue) colour, double share)
    {
        var pixel = picture.Pixels.AsSpan(3 * at, 3);
        pixel[0] = (byte)(pixel[0] + (colour.Red - pixel[0]) * share);
        pixel[1] = (byte)(pixel[1] + (colour.Green - pixel[1]) * share);
        pixel[2] = (byte)(pixel[2] + (colour.Blue - pixel[2]) * share);
    }
}

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
                MaskDrawing.Blend(picture, (top + y) * picture.Width + left + x, colour, IsEdge(x, y) ? 1 : Opacity);
            }

        bool IsEdge(int x, int y) => !(Inside(x - line, y) && Inside(x + line, y) && Inside(x, y - line) && Inside(x, y + line));

        // What is cut off by the picture's edge has no outline there.
        bool Inside(int x, int y) => x < 0 || y < 0 || x >= width || y >= height
            ? left + x < 0 || top + y < 0 || left + x >= picture.Width || top + y >= picture.Height
            : bits[y * width + x] != 0;
    }
}
