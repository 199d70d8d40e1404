namespace Graft.Imaging;

/// <summary>Draws class maps on images.</summary>
public static class MaskDrawing
{
    /// <summary>A copy of the image with the classes' colours laid over it, their polygons strong; class 0 and what does not count stay as they are.</summary>
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
        var colours = Enumerable.Range(0, 256).Select(label => palette is not null && label < palette.Count ? palette[label] : IndexPng.VocColour(label)).ToArray();
        for (int y = 0, at = 0; y < map.Height; y++)
            for (var x = 0; x < map.Width; x++, at++)
            {
                var label = map.Values[at];
                if (label is 0 or ClassMap.Ignore) continue;
                var share = IsEdge(map, x, y, at) ? 1 : opacity;
                var (red, green, blue) = colours[label];
                Blend(ref result.Pixels[3 * at], red, share);
                Blend(ref result.Pixels[3 * at + 1], green, share);
                Blend(ref result.Pixels[3 * at + 2], blue, share);
            }
        return result;
    }

    private static bool IsEdge(ClassMap map, int x, int y, int at) =>
        x > 0 && map.Values[at - 1] != map.Values[at] || x + 1 < map.Width && map.Values[at + 1] != map.Values[at]
        || y > 0 && map.Values[at - map.Width] != map.Values[at] || y + 1 < map.Height && map.Values[at + map.Width] != map.Values[at];

    private static void Blend(ref byte pixel, byte colour, double share) => pixel = (byte)(pixel + (colour - pixel) * share);
}
