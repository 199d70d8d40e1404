using Graft.Imaging;

namespace Graft.Runtime;

public sealed partial class SegmentationPredictor
{
    private protected override IReadOnlyList<Explanation> Explain(ImageInput input, int? label, CancellationToken cancellation)
    {
        // All of the image at once, at the scale it was trained on: tiles would each rest on something else.
        var fitted = input.Fit(Manifest.Preprocess, Options.Decoding);
        (int Height, int Width) size = (fitted.Image.Height, fitted.Image.Width);
        var (classes, plane) = (Manifest.Classes.Count, size.Height * size.Width);
        var workers = (int)Math.Clamp(MemoryBudget.Room / _memory.BytesOf(size.Width, size.Height), 1, Options.Workers);
        using var lease = MemoryBudget.Take(workers * _memory.BytesOf(size.Width, size.Height));
        var regions = Regions(Probabilities(fitted.Image.Pixels, 1, size.Height, size.Width, cancellation), plane);
        List<int> labels = [.. label is { } chosen ? [chosen] : regions.Index().Where(one => !SegmentationPrediction.IsBackground(Manifest.Classes[one.Index]))
            .OrderByDescending(one => one.Item.Count).Select(one => one.Index)];
        labels.RemoveAll(one => regions[one].Count == 0);
        if (labels.Count == 0) return [];
        var grid = DetectionPredictor.Grid(size);
        var image = new HiddenImage(fitted.Image.Pixels, size, size, FittedImage.FillOf(Manifest.Preprocess));
        var maps = RandomMasks.Explain(image, grid, RandomMasks.Count, (1, workers), (pixels, _) => [Means(pixels)]);
        var whole = Means(fitted.Image.Pixels);
        return [.. labels.Select((one, at) => new Explanation(input.Path, one, Manifest.Classes[one], whole[at])
        {
            IsExact = false,
            Width = fitted.ImageWidth,
            Height = fitted.ImageHeight,
            Mask = MaskOf(regions[one], size, (fitted.ImageWidth, fitted.ImageHeight)),
            Seen = new Box(0, 0, fitted.ImageWidth, fitted.ImageHeight),
            Area = new Box(0, 0, fitted.ImageWidth, fitted.ImageHeight),
            Rows = grid.Rows,
            Columns = grid.Columns,
            Values = maps[at],
        })];

        // Of each class the mean probability over the pixels that it has on the whole image.
        double[] Means(byte[] pixels)
        {
            var probabilities = Probabilities(pixels, 1, size.Height, size.Width, cancellation);
            return [.. labels.Select(one => regions[one].Average(at => (double)probabilities[one * plane + at]))];
        }
    }

    // The pixels of each class.
    private static List<int>[] Regions(float[] probabilities, int plane)
    {
        var regions = Enumerable.Range(0, probabilities.Length / plane).Select(_ => new List<int>()).ToArray();
        for (var at = 0; at < plane; at++)
        {
            var best = 0;
            for (var label = 1; label < regions.Length; label++)
                if (probabilities[label * plane + at] > probabilities[best * plane + at]) best = label;
            regions[best].Add(at);
        }
        return regions;
    }

    private static Mask MaskOf(List<int> region, (int Height, int Width) size, (int Width, int Height) image)
    {
        var seen = new byte[size.Height * size.Width];
        foreach (var at in region) seen[at] = 1;
        var pixels = new byte[image.Width * image.Height];
        for (var y = 0; y < image.Height; y++)
        {
            var row = (int)((y + 0.5) * size.Height / image.Height) * size.Width;
            for (var x = 0; x < image.Width; x++) pixels[y * image.Width + x] = seen[row + (int)((x + 0.5) * size.Width / image.Width)];
        }
        return Mask.FromBitmap(image.Width, image.Height, pixels);
    }
}
