using Graft.Artifacts;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>The main figures of a run by name: those of the validation pictures, and with <c>test_</c> before the name those of the test pictures.</summary>
internal static class RunMetrics
{
    public static Dictionary<string, double> Of(ClassificationReport report) => new()
    {
        [ClassificationFigures.Accuracy] = report.Accuracy,
        [ClassificationFigures.BalancedAccuracy] = report.BalancedAccuracy,
        ["log_loss"] = report.LogLoss,
    };

    public static Dictionary<string, double> Of(SegmentationReport report) => new()
    {
        [SegmentationFigures.MeanIoU] = report.MeanIoU,
        [SegmentationFigures.PixelAccuracy] = report.PixelAccuracy,
        [SegmentationFigures.MeanDice] = report.MeanDice,
    };

    public static Dictionary<string, double> Of(DetectionReport report)
    {
        var figures = new Dictionary<string, double> { [DetectionTask.AP50] = report.Boxes.Figures.AP50 ?? 0, [DetectionTask.AP] = report.Boxes.Figures.AP ?? 0 };
        if (report.Masks is { } masks) (figures[DetectionTask.MaskAP50], figures[DetectionTask.MaskAP]) = (masks.Figures.AP50 ?? 0, masks.Figures.AP ?? 0);
        return figures;
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
