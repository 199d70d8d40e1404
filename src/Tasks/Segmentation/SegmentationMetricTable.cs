namespace Graft.Tasks;

/// <summary>The metrics of a segmentation. A new row is measured, resampled, shown and stored without another change.</summary>
internal static class SegmentationMetricTable
{
    public const string MeanIoU = "mean_iou", MeanDice = "mean_dice", PixelAccuracy = "pixel_accuracy", MeanAccuracy = "mean_accuracy",
        WeightedIoU = "frequency_weighted_iou", BoundaryF = "mean_boundary_f";

    public static MetricTable<SegmentationSums> Table { get; } = new(
        Row(MeanIoU, "mean IoU", sums => sums.MeanIoU) with { Interval = IntervalKind.Overlap, IsMonitored = true },
        Row(MeanDice, "mean Dice", sums => sums.MeanDice) with { IsMonitored = true },
        Row(PixelAccuracy, "pixel accuracy", sums => sums.PixelAccuracy) with { IsMonitored = true },
        Row(MeanAccuracy, "mean accuracy", sums => sums.MeanAccuracy),
        Row(WeightedIoU, "frequency-weighted IoU", sums => sums.FrequencyWeightedIoU) with { Interval = IntervalKind.Overlap },
        Row(BoundaryF, "boundary F", sums => sums.MeanBoundaryF));

    private static MetricRow<SegmentationSums> Row(string key, string name, Func<SegmentationSums, double?> value) =>
        new(key, name, MetricFormat.Percent, value) { Interval = IntervalKind.Graded, Images = sums => sums.ImagesOfAverage };
}
