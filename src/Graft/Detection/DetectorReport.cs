using Graft.Data;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>Measures the exported detector and writes the metrics a run leaves behind.</summary>
internal sealed class DetectorReport(TrainResult<DetectionReport> draft, DetectorData data, ulong seed)
{
    private const int Shown = 6;

    /// <summary>The result with its metrics, and the images that the page shows: those with the most errors, and those with the fewest.</summary>
    public (TrainResult<DetectionReport> Result, IReadOnlyList<SceneShown> Worst, IReadOnlyList<SceneShown> Best) Measure(IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var folder = draft.Folder;
        using var predictor = DetectionPredictor.Open(folder.Model);
        var classes = data.Dataset.Classes;
        var found = DetectorEvaluation.Predict(predictor, data.Split.Validation, progress, cancellation);
        var result = draft with { Validation = DetectorEvaluation.Report(found, data.Split.Validation, classes, seed, predictor.HasMasks) };
        if (data.Split.Test.Count > 0)
            result = result with { Test = DetectorEvaluation.Report(DetectorEvaluation.Predict(predictor, data.Split.Test, progress, cancellation), data.Split.Test, classes, seed, predictor.HasMasks) };
        RunMetrics.Write(folder, RunMetrics.Of(result.Validation), result.Test is null ? null : RunMetrics.Of(result.Test));
        folder.WriteJson("metrics.json", new Dictionary<string, DetectionReport?> { ["validation"] = result.Validation, ["test"] = result.Test });
        folder.WriteJson("predictions.json", DetectionFiles.Coco(found, data.Split.Validation, data.Dataset.CategoryIds));
        ResultsCsv.Write(folder["results.csv"], result.History);
        if (result.History.Count > 0) CurvesPlot.Write(folder["curves.png"], result.History);
        DetectionCurvesPlot.Write(folder["pr_curve.png"], result.Validation);
        ConfusionMatrixPlot.Write(folder["confusion_matrix.png"], result.Validation);
        var (worst, best) = Images(found, result.Validation);
        foreach (var (number, image) in worst.Concat(best).Index()) AtomicFile.WriteBytes(folder[Path.Combine("samples_val", $"{number:00}.jpg")], image.Image.Jpeg);
        return (result, worst, best);
    }

    private (IReadOnlyList<SceneShown> Worst, IReadOnlyList<SceneShown> Best) Images(IReadOnlyList<DetectionPrediction> found, DetectionReport report)
    {
        var threshold = report.BestThreshold;
        var samples = data.Split.Validation;
        var verdicts = samples.Select((sample, i) => (At: i, Verdict: ImageVerdict.Of(data.Dataset.Classes.Count, SceneTruth.Of(sample.Objects), DetectorEvaluation.Detections(found[i]), threshold))).ToList();
        var worst = verdicts.Where(one => one.Verdict.Errors > 0).OrderByDescending(one => one.Verdict.Errors).Take(Shown).ToList();
        var best = verdicts.Except(worst).OrderBy(one => one.Verdict.Errors).ThenByDescending(one => one.Verdict.Right).Take(Shown).ToList();
        return ([.. worst.Select(Show)], [.. best.Select(Show)]);

        SceneShown Show((int At, ImageVerdict Verdict) one)
        {
            FoundObject[] sure = [.. found[one.At].Objects.Where(item => item.Score >= threshold)];
            var (sample, classes) = (samples[one.At], data.Dataset.Classes);
            return new(sample.Name, report.Masks is null ? SceneDrawing.Draw(sample, sure, classes) : MaskComparison.Draw(sample, sure, classes), one.Verdict);
        }
    }
}
