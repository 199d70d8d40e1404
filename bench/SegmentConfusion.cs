using System.Globalization;
using Graft.Data;
using Graft.Imaging;
using Graft.Networks;
using Graft.Training;

namespace Graft.Bench;

/// <summary>What a segmentation network takes each class of the validation images for.</summary>
internal static class SegmentConfusion
{
    /// <summary>Prints the intersection over union of each class and the shares of its pixels by what was said.</summary>
    public static void Print(SegmentFitTask task, ParameterSet parameters, IReadOnlyList<string> classes)
    {
        using var network = new TorchSegmenter(task.Model.Graph, parameters, task.Sizes.Contract(task.Model.Preprocess));
        var pixels = new long[classes.Count, classes.Count];
        foreach (var sample in task.Validation) Add(network, DecodedMaskSample.Load(sample, task.IgnoreValue), task.Sizes.Shorter, pixels);
        var labels = Enumerable.Range(0, classes.Count).ToArray();
        Console.WriteLine($"| class | IoU | {string.Join(" | ", classes)} |");
        Console.WriteLine($"| --- | --- |{string.Concat(labels.Select(_ => " --- |"))}");
        foreach (var label in labels)
        {
            long truth = labels.Sum(other => pixels[label, other]), predicted = labels.Sum(other => pixels[other, label]);
            var union = truth + predicted - pixels[label, label];
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"| {classes[label]} | {pixels[label, label] / (double)Math.Max(1, union):0.000} |")
                + string.Concat(labels.Select(other =>
                    string.Create(CultureInfo.InvariantCulture, $" {pixels[label, other] / (double)Math.Max(1, truth):0.00} |"))));
        }
    }

    private static void Add(TorchSegmenter network, DecodedMaskSample sample, int shorter, long[,] pixels)
    {
        var factor = (double)shorter / Math.Min(sample.Image.Width, sample.Image.Height);
        var (width, height) = ((int)Math.Round(sample.Image.Width * factor), (int)Math.Round(sample.Image.Height * factor));
        var image = Resampler.Resize(sample.Image, width, height, Interpolation.Bilinear);
        var map = ClassMapGeometry.Resize(sample.Map, width, height);
        var probabilities = network.Probabilities(image.Pixels, 1, height, width);
        var classes = pixels.GetLength(0);
        for (var at = 0; at < map.Values.Length; at++)
        {
            if (map.Values[at] == ClassMap.Ignore) continue;
            var best = 0;
            for (var label = 1; label < classes; label++)
                if (probabilities[label * map.Values.Length + at] > probabilities[best * map.Values.Length + at]) best = label;
            pixels[map.Values[at], best]++;
        }
    }
}
