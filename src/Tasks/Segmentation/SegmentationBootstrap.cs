namespace Graft.Tasks;

/// <summary>Intervals by drawing images with replacement: mean IoU, pixel accuracy, mean Dice, mean boundary F, then IoU of each class.</summary>
internal static class SegmentationBootstrap
{
    public const int Metrics = 4;

    public static ConfidenceInterval?[] Run(List<ImageCounts> images, int classes, SegmentationMetricsOptions options)
    {
        var sums = new SegmentationSums(classes);
        var bootstrap = new BootstrapOptions { Resamples = options.Resamples, Level = options.Level, Seed = options.Seed };
        return Bootstrap.Of(images.Count, Metrics + classes, bootstrap, (times, metrics) =>
        {
            sums.Clear();
            for (var i = 0; i < times.Length; i++)
                if (times[i] > 0) sums.Add(images[i], times[i]);
            (metrics[0], metrics[1], metrics[2], metrics[3]) = (sums.MeanIoU, sums.PixelAccuracy, sums.MeanDice, sums.MeanBoundaryF);
            for (var label = 0; label < classes; label++) metrics[Metrics + label] = sums.IoU(label) ?? double.NaN;
        });
    }
}
