using System.Globalization;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Bench;

/// <summary>
/// What tiles change: the classes of an image in tiles beside those of the whole, and probabilities in a tile by how far from its edge they are.
/// </summary>
internal static class SegmentTiles
{
    private const int Width = 1536, Height = 1152, Left = 448, Top = 256;

    public static void Print(string model, string[] files)
    {
        var image = Mosaic(files);
        using var whole = SegmentationPredictor.Open(model, tiling: new TilingOptions { OriginalScale = true, WholePixels = int.MaxValue });
        var truth = whole.Predict(image).Map!;
        foreach (var side in new[] { 320, 640 })
        {
            var tiling = TilingOptions.Of(side, null, originalScale: true);
            using var tiled = SegmentationPredictor.Open(model, tiling: tiling);
            var map = tiled.Predict(image).Map!;
            var differing = map.Values.Zip(truth.Values).Count(pair => pair.First != pair.Second);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Width} x {Height} in tiles of {side}, overlap {tiling.Overlap}, margin {tiling.Margin}: "
                + $"{100.0 * differing / map.Values.Length:0.000} % of the pixels have another class than in the whole"));
        }
        Edge(whole, image, 640);
    }

    private static void Edge(SegmentationPredictor predictor, RgbImage image, int side)
    {
        var pixels = new byte[side * side * 3];
        for (var y = 0; y < side; y++) image.Pixels.AsSpan(((Top + y) * Width + Left) * 3, side * 3).CopyTo(pixels.AsSpan(y * side * 3));
        var (all, part) = (predictor.Probabilities(image.Pixels, 1, Height, Width), predictor.Probabilities(pixels, 1, side, side));
        int[] depths = [0, 16, 48, 96, 160, side / 2];
        for (var band = 0; band + 1 < depths.Length; band++)
        {
            double largest = 0, sum = 0;
            var count = 0;
            for (var y = 0; y < side; y++)
                for (var x = 0; x < side; x++)
                {
                    var depth = Math.Min(Math.Min(x, y), Math.Min(side - 1 - x, side - 1 - y));
                    if (depth < depths[band] || depth >= depths[band + 1]) continue;
                    for (var label = 0; label < predictor.Manifest.Classes.Count; label++)
                    {
                        var difference = Math.Abs(part[(label * side + y) * side + x] - all[(label * Height + Top + y) * Width + Left + x]);
                        (largest, sum, count) = (Math.Max(largest, difference), sum + difference, count + 1);
                    }
                }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"a tile of {side}, {depths[band]} to {depths[band + 1]} pixels from its edge: "
                + $"probabilities differ by {largest:0.0e0} at most, {sum / count:0.0e0} on average"));
        }
    }

    private static RgbImage Mosaic(string[] files)
    {
        var mosaic = new RgbImage(Width, Height);
        var (x, y, tallest) = (0, 0, 0);
        for (var at = 0; y < Height; at++)
        {
            var image = ImageFile.Decode(files[at % files.Length]);
            var width = Math.Min(image.Width, Width - x);
            for (var row = 0; row < Math.Min(image.Height, Height - y); row++)
                image.Pixels.AsSpan(row * image.Width * 3, width * 3).CopyTo(mosaic.Pixels.AsSpan(((y + row) * Width + x) * 3));
            (x, tallest) = (x + width, Math.Max(tallest, image.Height));
            if (x == Width) (x, y, tallest) = (0, y + tallest, 0);
        }
        return mosaic;
    }
}
