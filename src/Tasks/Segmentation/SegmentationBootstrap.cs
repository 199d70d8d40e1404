namespace Graft.Tasks;

/// <summary>Intervals by drawing pictures with replacement: mean IoU, pixel accuracy, mean Dice, mean boundary F, then IoU of each class.</summary>
internal static class SegmentationBootstrap
{
    public const int Figures = 4;

    public static ConfidenceInterval?[] Run(List<PictureCounts> pictures, int classes, SegmentationMetricsOptions options)
    {
        var sums = new SegmentationSums(classes);
        var bootstrap = new BootstrapOptions { Resamples = options.Resamples, Level = options.Level, Seed = options.Seed };
        return Bootstrap.Of(pictures.Count, Figures + classes, bootstrap, (times, figures) =>
        {
            sums.Clear();
            for (var i = 0; i < times.Length; i++)
                if (times[i] > 0) sums.Add(pictures[i], times[i]);
            (figures[0], figures[1], figures[2], figures[3]) = (sums.MeanIoU, sums.PixelAccuracy, sums.MeanDice, sums.MeanBoundaryF);
            for (var label = 0; label < classes; label++) figures[Figures + label] = sums.IoU(label) ?? double.NaN;
        });
    }
}
