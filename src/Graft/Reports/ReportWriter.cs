using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Reports;

/// <summary>Writes what a run or an evaluation leaves behind, for every task alike; each file whole or not at all.</summary>
internal static class ReportWriter
{
    private const int Quality = 88, SquareTile = 192, WideTile = 320;

    /// <summary>
    /// The files of a run: metrics in the model file and in metrics.json, predictions and plots of the validation split, results.csv, curves.png,
    /// samples_val.jpg and report.html.
    /// </summary>
    /// <param name="folder">The run, with its model file.</param>
    /// <param name="facts">All but the model file's.</param>
    /// <param name="parity">How trainer and ONNX Runtime agree, in the task's words.</param>
    /// <param name="splits">What was measured: the validation split, and the test split where there is one.</param>
    /// <param name="history">One entry an epoch.</param>
    /// <param name="dataset">The images.</param>
    /// <returns>What report.html shows.</returns>
    /// <exception cref="GraftException">A file cannot be written.</exception>
    public static RunReport Write(
        RunFolder folder, RunFacts facts, string parity, IReadOnlyList<SplitReport?> splits, IReadOnlyList<EpochRecord> history, DatasetSummary dataset)
    {
        WriteMetrics(folder.Model, splits);
        var report = RunReport.Of(facts with { Artifact = ArtifactSummary.Of(folder.Model, parity), EpochsDone = history.Count }, splits, history, dataset);
        var (validation, test) = (report[ReportSplits.Validation]!, report[ReportSplits.Test]);
        var metrics = new Dictionary<string, object?> { [ReportSplits.Validation] = validation.Report, [ReportSplits.Test] = test?.Report };
        if (report.Comparison is { } comparison) metrics["against"] = comparison;
        folder.WriteJson("metrics.json", metrics);
        validation.WriteFiles(folder.FullPath);
        ResultsCsv.Write(folder["results.csv"], report.History);
        if (report.History.Count > 0) CurvesPlot.Write(folder["curves.png"], report.History);
        WriteSheet(folder["samples_val.jpg"], validation.Images);
        ReportPage.Write(folder.Report, report);
        return report;
    }

    /// <summary>The files of an evaluation: metrics.json, predictions, plots and report.html.</summary>
    /// <exception cref="GraftException">A file cannot be written.</exception>
    public static void Write(string folder, RunReport report)
    {
        var split = report.Splits[^1];
        var document = EvaluationDocument.Of(split, report.Known, report.Splits.Count > 1 ? report.Splits[0] : null);
        AtomicFile.WriteText(Path.Combine(folder, "metrics.json"), document.ToJsonString(Json.Options) + "\n");
        split.WriteFiles(folder);
        ReportPage.Write(Path.Combine(folder, "report.html"), report);
    }

    // Into the model file that they were measured through, those of the test split with "test_" before the key.
    private static void WriteMetrics(string model, IEnumerable<SplitReport?> splits)
    {
        var all = new Dictionary<string, double>();
        foreach (var split in splits.OfType<SplitReport>())
            foreach (var (key, value) in RunMetrics.Of(split.Report)) all[split.Split == ReportSplits.Test ? $"test_{key}" : key] = value;
        ModelFile.WriteMetrics(model, all);
    }

    private static void WriteSheet(string path, IReadOnlyList<ImageGroup> groups)
    {
        var images = groups.SelectMany(group => group.Images).Select(image => new CaptionedImage(image.Image.Image, CaptionOf(image))).ToList();
        if (images.Count == 0) return;
        var side = groups.Any(group => group.IsWide) ? WideTile : SquareTile;
        AtomicFile.WriteBytes(path, ImageEncoder.EncodeJpeg(ContactSheet.Make(images, new ContactSheetOptions { TileSize = side }), Quality));
    }

    private static string CaptionOf(ReportImage image)
    {
        var answer = string.Join(' ', new[] { image.Answer, image.Detail }.Where(part => part.Length > 0));
        return $"{answer}{(image.Truth is null ? "" : $", {image.Truth}")}\n{Path.GetFileName(image.Name)}";
    }
}
