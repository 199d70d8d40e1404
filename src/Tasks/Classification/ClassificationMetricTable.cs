namespace Graft.Tasks;

/// <summary>The metrics of a classifier. A new row is measured, resampled, shown and stored without another change.</summary>
internal static class ClassificationMetricTable
{
    public const string Accuracy = "accuracy", TopKAccuracy = "top_k_accuracy", BalancedAccuracy = "balanced_accuracy";

    public const string MacroF1 = "macro_f1", WeightedF1 = "weighted_f1", MacroPrecision = "macro_precision", WeightedPrecision = "weighted_precision";

    public const string LogLoss = "log_loss", RocAuc = "roc_auc", BrierScore = "brier_score", CalibrationError = "expected_calibration_error";

    public static MetricTable<ClassificationSample> Table { get; } = new(
        new(Accuracy, "accuracy", MetricFormat.Percent, sample => sample.Counts.Accuracy)
        {
            Interval = IntervalKind.Exact,
            Right = sample => sample.Right,
            IsMonitored = true,
        },
        new(TopKAccuracy, "top-k accuracy", MetricFormat.Percent, sample => sample.TopKAccuracy)
        {
            Interval = IntervalKind.Exact,
            Right = sample => sample.InTopK,
            Naming = sample => $"top-{sample.TopK} accuracy",
        },
        Average(BalancedAccuracy, "balanced accuracy", bySupport: false, average => average.Recall) with { IsMonitored = true },
        Average(MacroF1, "macro F1", bySupport: false, average => average.F1),
        Average(WeightedF1, "weighted F1", bySupport: true, average => average.F1),
        Average(MacroPrecision, "macro precision", bySupport: false, average => average.Precision),
        Average(WeightedPrecision, "weighted precision", bySupport: true, average => average.Precision),
        new(RocAuc, "ROC AUC, one against the rest", MetricFormat.Decimal, sample => sample.RocAuc)
        {
            Interval = IntervalKind.Counted,
            Images = sample => sample.Counts.ImagesOfAverage(bySupport: false),
        },
        new(LogLoss, "log-loss", MetricFormat.Decimal, sample => sample.LogLoss)
        {
            Interval = IntervalKind.Loss,
            Images = sample => sample.Counts.Mistakes,
        },
        new(BrierScore, "Brier score", MetricFormat.Decimal, sample => sample.BrierScore),
        new(CalibrationError, "expected calibration error", MetricFormat.Percent, sample => sample.ExpectedCalibrationError));

    private static MetricRow<ClassificationSample> Average(string key, string name, bool bySupport, Func<AverageScore, double> value) =>
        new(key, name, MetricFormat.Percent, sample => value(sample.Counts.Average(bySupport)))
        {
            Interval = IntervalKind.Counted,
            Images = sample => sample.Counts.ImagesOfAverage(bySupport),
        };
}

/// <summary>What a classifier's metrics are computed from; a sample that lacks a sum (a resample, a pass of training) leaves it null.</summary>
/// <param name="Counts">Labels against predictions.</param>
internal sealed record ClassificationSample(ConfusionCounts Counts)
{
    /// <summary>Whether each image was given to its class.</summary>
    public IReadOnlyList<bool> Right { get; init; } = [];

    public int TopK { get; init; }

    /// <summary>Whether the class of each image is among the best.</summary>
    public IReadOnlyList<bool> InTopK { get; init; } = [];

    public double? TopKAccuracy { get; init; }

    public double? LogLoss { get; init; }

    public double? RocAuc { get; init; }

    public double? BrierScore { get; init; }

    public double? ExpectedCalibrationError { get; init; }
}
