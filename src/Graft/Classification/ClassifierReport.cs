using System.Security.Cryptography;
using Graft.Imaging;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>Measures the exported file and writes everything a run leaves behind.</summary>
internal sealed class ClassifierReport(RunFolder folder, PreparedData data, ReportData draft)
{
    private const int ImagesShown = 12;

    /// <summary>The run's metrics; the folder's files are written.</summary>
    public ReportData Write(ulong seed, double parity, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        using var predictor = ClassificationPredictor.Open(folder.Model);
        var classes = data.Dataset.Classes;
        var scores = ClassifierEvaluation.Scores(predictor, data.Split.Validation, progress, cancellation);
        var report = draft with
        {
            Validation = ClassifierEvaluation.Report(scores, data.Split.Validation, classes, seed),
            Mistakes = SampleImages.Mistakes(data.Split.Validation, scores, classes, ImagesShown),
            Successes = SampleImages.Successes(data.Split.Validation, scores, classes, ImagesShown),
        };
        if (data.Split.Test.Count > 0)
            report = report with
            {
                Test = ClassifierEvaluation.Report(ClassifierEvaluation.Scores(predictor, data.Split.Test, progress, cancellation), data.Split.Test, classes, seed),
            };
        RunMetrics.Write(folder, RunMetrics.Of(report.Validation), report.Test is null ? null : RunMetrics.Of(report.Test));
        report = report with { Artifact = Summary(parity) };

        folder.WriteJson("metrics.json", new Dictionary<string, ClassificationReport?> { ["validation"] = report.Validation, ["test"] = report.Test });
        PredictionsFile.Write(folder["predictions.csv"], classes, PredictionRows.Of(data.Split.Validation, scores, classes));
        ResultsCsv.Write(folder["results.csv"], report.History);
        if (report.History.Count > 0) CurvesPlot.Write(folder["curves.png"], report.History);
        ConfusionMatrixPlot.Write(folder["confusion_matrix.png"], report.Validation!);
        IReadOnlyList<SampleImage> shown = [.. report.Mistakes, .. report.Successes];
        AtomicFile.WriteBytes(folder["samples_val.jpg"], ImageEncoder.EncodeJpeg(SampleImages.Sheet(shown), 88));
        HtmlReport.Write(folder.Report, report);
        return report;
    }

    private ArtifactSummary Summary(double parity)
    {
        using var stream = File.OpenRead(folder.Model);
        return new ArtifactSummary(Path.GetRelativePath(Environment.CurrentDirectory, folder.Model), stream.Length,
            Convert.ToHexStringLower(SHA256.HashData(stream)), parity);
    }
}
