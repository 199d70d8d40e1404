namespace Graft.Tasks;

/// <summary>The metrics of a classifier. A new row is measured, resampled, shown and stored without another change.</summary>
internal static class ClassificationMetricTable
{
    public const string Accuracy = "accuracy", TopKAccuracy = "top_k_accuracy", BalancedAccuracy = "balanced_accuracy", MacroF1 = "macro_f1",
        WeightedF1 = "weighted_f1", LogLoss = "log_loss", RocAuc = "roc_auc", BrierScore = "brier_score", CalibrationError = "expected_calibration_error";

    public static MetricTable<ClassificationSample> Table { get; } = new(
        new(Accuracy, "accuracy", MetricFormat.Percent, sample => sample.Counts.Accuracy) { Interval = IntervalKind.Wilson, IsMonitored = true },
        new(TopKAccuracy, "top-k accuracy", MetricFormat.Percent, sample => sample.TopKAccuracy)
        {
            Interval = IntervalKind.Wilson,
            Naming = sample => $"top-{sample.TopK} accuracy",
        },
        new(BalancedAccuracy, "balanced accuracy", MetricFormat.Percent, sample => sample.Counts.Average(bySupport: false).Recall)
        {
            Interval = IntervalKind.Bootstrap,
            IsMonitored = true,
        },
        new(MacroF1, "macro F1", MetricFormat.Percent, sample => sample.Counts.Average(bySupport: false).F1) { Interval = IntervalKind.Bootstrap },
        new(WeightedF1, "weighted F1", MetricFormat.Percent, sample => sample.Counts.Average(bySupport: true).F1) { Interval = IntervalKind.Bootstrap },
        new(RocAuc, "ROC AUC, one against the rest", MetricFormat.Decimal, sample => sample.RocAuc) { Interval = IntervalKind.Bootstrap },
        new(LogLoss, "log-loss", MetricFormat.Decimal, sample => sample.LogLoss) { Interval = IntervalKind.Bootstrap },
        new(BrierScore, "Brier score", MetricFormat.Decimal, sample => sample.BrierScore),
        new(CalibrationError, "expected calibration error", MetricFormat.Percent, sample => sample.ExpectedCalibrationError));
}
