namespace Graft.Tasks;

/// <summary>COCO's metrics. A new row is measured, resampled, shown and stored without another change, for boxes and for masks.</summary>
internal static class CocoMetricTable
{
    public const string AP50 = "AP50", AP = "AP", AP75 = "AP75", AR100 = "AR100";

    public const string BestF1 = "best_F1", BestThreshold = "best_threshold";

    /// <summary>What the keys of the masks' metrics begin with.</summary>
    public const string MaskPrefix = "mask_";

    public static MetricTable<ICocoSample> Table { get; } = new(
        Row(AP50, "AP50", sample => sample.Precision(CocoView.Best100, CocoScale.Overlap50)) with { Interval = IntervalKind.Graded, IsMonitored = true },
        Row(AP, "AP", sample => sample.Precision(CocoView.Best100)) with { Interval = IntervalKind.Graded, IsMonitored = true },
        Row(AP75, "AP75", sample => sample.Precision(CocoView.Best100, CocoScale.Overlap75)) with { Interval = IntervalKind.Graded, IsMonitored = true },
        Row(AR100, "AR 100", sample => sample.Recall(CocoView.Best100)) with { IsMonitored = true },
        Row("AP_small", "AP small", sample => sample.Precision(CocoView.Small)),
        Row("AP_medium", "AP medium", sample => sample.Precision(CocoView.Medium)),
        Row("AP_large", "AP large", sample => sample.Precision(CocoView.Large)),
        Row("AR1", "AR 1", sample => sample.Recall(CocoView.Best1)),
        Row("AR10", "AR 10", sample => sample.Recall(CocoView.Best10)),
        Row("AR_small", "AR small", sample => sample.Recall(CocoView.Small)),
        Row("AR_medium", "AR medium", sample => sample.Recall(CocoView.Medium)),
        Row("AR_large", "AR large", sample => sample.Recall(CocoView.Large)));

    /// <summary>Key of the same metric of the masks.</summary>
    public static string OfMasks(string key) => MaskPrefix + key;

    /// <summary>The same metric of the masks.</summary>
    public static Metric OfMasks(Metric metric) => metric with { Key = OfMasks(metric.Key), Name = $"mask {metric.Name}" };

    /// <summary>Keys of what a training may watch, the default first: where there are masks, the two main ones of theirs come before.</summary>
    public static IReadOnlyList<string> Monitored(bool hasMasks) => hasMasks ? [OfMasks(AP50), OfMasks(AP), .. Table.Monitored] : Table.Monitored;

    private static MetricRow<ICocoSample> Row(string key, string name, Func<ICocoSample, double?> value) =>
        new(key, name, MetricFormat.Percent, value) { Images = sample => sample.Images };
}

/// <summary>What COCO's metrics are computed from: the precision curves over all images, or over one resample of them.</summary>
internal interface ICocoSample
{
    /// <summary>Average precision at an overlap, or over all; null where there is no object, or the sample does not know.</summary>
    double? Precision(CocoView view, int? overlap = null);

    /// <summary>The number of images that the mean over the classes rests on: a class that few images show counts as much as any other.</summary>
    double Images { get; }

    /// <summary>Average recall at the end of the curves; null where there is no object, or the sample does not know.</summary>
    double? Recall(CocoView view, int? overlap = null);
}

/// <summary>Which objects count, and how many detections of a class and image: a hundred unless said.</summary>
internal enum CocoView
{
    Best1,
    Best10,
    Best100,
    Small,
    Medium,
    Large,
}
