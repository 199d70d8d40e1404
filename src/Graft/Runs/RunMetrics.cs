using Graft.Artifacts;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>The main metrics of a run by name: those of the validation images, and with <c>test_</c> before the name those of the test images.</summary>
internal static class RunMetrics
{
    public static Dictionary<string, double> Of(ClassificationReport report) => new()
    {
        [ClassificationValidationMetrics.Accuracy] = report.Accuracy,
        [ClassificationValidationMetrics.BalancedAccuracy] = report.BalancedAccuracy,
        ["log_loss"] = report.LogLoss,
    };

    public static Dictionary<string, double> Of(SegmentationReport report) => new()
    {
        [SegmentationValidationMetrics.MeanIoU] = report.MeanIoU,
        [SegmentationValidationMetrics.PixelAccuracy] = report.PixelAccuracy,
        [SegmentationValidationMetrics.MeanDice] = report.MeanDice,
    };

    public static Dictionary<string, double> Of(DetectionReport report)
    {
        var metrics = new Dictionary<string, double> { [DetectionTask.AP50] = report.Boxes.Summary.AP50 ?? 0, [DetectionTask.AP] = report.Boxes.Summary.AP ?? 0 };
        if (report.Masks is { } masks) (metrics[DetectionTask.MaskAP50], metrics[DetectionTask.MaskAP]) = (masks.Summary.AP50 ?? 0, masks.Summary.AP ?? 0);
        return metrics;
    }

    /// <summary>Puts them into the model file that they were measured through.</summary>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public static void Write(RunFolder folder, Dictionary<string, double> validation, Dictionary<string, double>? test)
    {
        Dictionary<string, double> all = new(validation);
        foreach (var (name, value) in test ?? []) all[$"test_{name}"] = value;
        ModelFile.WriteMetrics(folder.Model, all);
    }
}
