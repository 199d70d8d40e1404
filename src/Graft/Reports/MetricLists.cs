using Graft.Tasks;

namespace Graft.Reports;

/// <summary>The metrics of each task's report as a list, until the reports have one of their own.</summary>
internal static class MetricLists
{
    public static IReadOnlyList<Metric> Of(ClassificationReport report) =>
    [
        new("accuracy", "accuracy", report.Accuracy) { Interval = report.Intervals.Accuracy },
        new("top_k_accuracy", $"top-{report.TopK} accuracy", report.TopKAccuracy) { Interval = report.Intervals.TopKAccuracy },
        new("balanced_accuracy", "balanced accuracy", report.BalancedAccuracy) { Interval = report.Intervals.BalancedAccuracy },
        new("macro_f1", "macro F1", report.Macro.F1) { Interval = report.Intervals.MacroF1 },
        new("weighted_f1", "weighted F1", report.Weighted.F1) { Interval = report.Intervals.WeightedF1 },
        new("roc_auc", "ROC AUC, one against the rest", report.RocAuc) { Interval = report.Intervals.RocAuc, Format = MetricFormat.Decimal },
        new("log_loss", "log-loss", report.LogLoss) { Interval = report.Intervals.LogLoss, Format = MetricFormat.Decimal },
        new("brier_score", "Brier score", report.BrierScore) { Format = MetricFormat.Decimal },
        new("expected_calibration_error", "expected calibration error", report.ExpectedCalibrationError),
    ];

    public static IReadOnlyList<Metric> Of(SegmentationReport report) =>
    [
        new("mean_iou", "mean IoU", report.MeanIoU) { Interval = report.MeanIoUInterval },
        new("mean_dice", "mean Dice", report.MeanDice) { Interval = report.MeanDiceInterval },
        new("pixel_accuracy", "pixel accuracy", report.PixelAccuracy) { Interval = report.PixelAccuracyInterval },
        new("mean_accuracy", "mean accuracy", report.MeanAccuracy),
        new("frequency_weighted_iou", "frequency-weighted IoU", report.FrequencyWeightedIoU),
        new("mean_boundary_f", "boundary F", report.MeanBoundaryF) { Interval = report.MeanBoundaryFInterval },
    ];

    public static IReadOnlyList<Metric> Of(DetectionReport report) =>
    [
        .. report.Masks is { } masks ? Of(masks).Select(metric => metric with { Key = $"mask_{metric.Key}", Name = $"mask {metric.Name}" }) : [],
        .. Of(report.Boxes),
        new("best_F1", "best F1", report.BestF1),
        new("best_threshold", "best threshold", report.BestThreshold) { Format = MetricFormat.Decimal },
    ];

    private static IReadOnlyList<Metric> Of(CocoReport report) =>
    [
        new("AP50", "AP50", report.Figures.AP50) { Interval = report.AP50Interval },
        new("AP", "AP", report.Figures.AP) { Interval = report.APInterval },
        new("AP75", "AP75", report.Figures.AP75) { Interval = report.AP75Interval },
        new("AR100", "AR 100", report.Figures.AR100),
        new("AP_small", "AP small", report.Figures.APSmall),
        new("AP_medium", "AP medium", report.Figures.APMedium),
        new("AP_large", "AP large", report.Figures.APLarge),
        new("AR1", "AR 1", report.Figures.AR1),
        new("AR10", "AR 10", report.Figures.AR10),
        new("AR_small", "AR small", report.Figures.ARSmall),
        new("AR_medium", "AR medium", report.Figures.ARMedium),
        new("AR_large", "AR large", report.Figures.ARLarge),
    ];
}
