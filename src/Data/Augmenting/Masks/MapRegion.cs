using Graft.Imaging;

namespace Graft.Data;

/// <summary>Pixels of one class that hang together.</summary>
/// <param name="Label">The class.</param>
/// <param name="Box">Where they are.</param>
/// <param name="Alpha">Within the box, row by row: 255 where a pixel belongs to it.</param>
internal sealed record MapRegion(byte Label, CropBox Box, byte[] Alpha)
{
    // Less shows nothing of an object.
    private const int MinPixels = 64;

    /// <summary>All regions, but for those of the class that covers most (what the others lie on), of pixels that do not count, and specks.</summary>
    public static IReadOnlyList<MapRegion> Of(ClassMap map)
    {
        var histogram = map.Histogram();
        var ground = (byte)Array.IndexOf(histogram, histogram.Take(ClassMap.Ignore).Max());
        var seen = new bool[map.Values.Length];
        List<MapRegion> regions = [];
        Stack<int> open = [];
        List<int> pixels = [];
        for (var start = 0; start < seen.Length; start++)
        {
            var label = map.Values[start];
            if (seen[start] || label == ground || label == ClassMap.Ignore) continue;
            pixels.Clear();
            Visit(start);
            while (open.TryPop(out var pixel))
            {
                pixels.Add(pixel);
                var x = pixel % map.Width;
                if (x > 0) Visit(pixel - 1);
                if (x < map.Width - 1) Visit(pixel + 1);
                if (pixel >= map.Width) Visit(pixel - map.Width);
                if (pixel < seen.Length - map.Width) Visit(pixel + map.Width);
            }
            if (pixels.Count >= MinPixels) regions.Add(From(label, pixels, map.Width));

            void Visit(int pixel)
            {
                if (seen[pixel] || map.Values[pixel] != label) return;
                seen[pixel] = true;
                open.Push(pixel);
            }
        }
        return regions;
    }

    /// <summary>The region's part of its image.</summary>
    public CutOut CutFrom(RgbImage image) => new(ImagePlacement.Cut(image, Box), [.. Alpha]);

    private static MapRegion From(byte label, List<int> pixels, int width)
    {
        int left = pixels.Min(pixel => pixel % width), right = pixels.Max(pixel => pixel % width);
        int top = pixels.Min() / width, bottom = pixels.Max() / width;
        var box = new CropBox(left, top, right - left + 1, bottom - top + 1);
        var alpha = new byte[box.Width * box.Height];
        foreach (var pixel in pixels) alpha[(pixel / width - top) * box.Width + pixel % width - left] = 255;
        return new MapRegion(label, box, alpha);
    }
}
