using Graft.Data;
using Graft.Reports;
using Graft.Runtime;

namespace Graft;

/// <summary>Measures a model file on labelled images with ONNX Runtime alone.</summary>
public static class ClassifierValidation
{
    /// <summary>Every metric of the task, with confidence intervals.</summary>
    /// <exception cref="GraftException">Bad model file, bad data, or classes the model does not know.</exception>
    public static ValidateResult Run(ValidateRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        using var predictor = ClassificationPredictor.Open(request.Model, new RuntimeOptions { BatchSize = request.Batch });
        var dataset = DatasetReader.Read(request.Data, new ReaderOptions { Classes = predictor.Manifest.Classes });
        var examination = DatasetExamination.Examine(dataset with { Samples = SplitOf(dataset, request.Split) },
            new ExaminationOptions { OnBadImage = request.OnBadImage }, cancellation: cancellation);
        var unreadable = examination.Facts.Where(facts => facts.Error is not null)
            .Select(facts => facts.Error! with { IsWarning = request.OnBadImage == OnBadImage.Skip }).ToList();
        if (unreadable.Any(problem => !problem.IsWarning)) throw new ProblemsException($"The data set '{request.Data}'", unreadable);
        var readable = examination.WithoutBadImages().Dataset.Samples;
        if (readable.Count == 0) throw new GraftException($"'{request.Data}' has no image to measure on.", cure: "Give a folder with images in class folders.");

        var scores = ClassifierEvaluation.Scores(predictor, readable, progress, cancellation);
        var report = ClassifierEvaluation.Report(scores, readable, predictor.Manifest.Classes, request.Seed);
        if (request.OutputFolder is { } folder)
        {
            AtomicFile.WriteText(Path.Combine(folder, "metrics.json"), System.Text.Json.JsonSerializer.Serialize(report, Json.Options) + "\n");
            PredictionsFile.Write(Path.Combine(folder, "predictions.csv"), report.Classes, PredictionRows.Of(readable, scores, report.Classes));
        }
        return new ValidateResult(report, predictor.Manifest, unreadable);
    }

    private static IReadOnlyList<Sample> SplitOf(ImageDataset dataset, string? split)
    {
        var splits = dataset.Samples.Select(sample => sample.Split).ToHashSet();
        split ??= splits.Contains("test") ? "test" : splits.Contains("val") ? "val" : null;
        return split is null ? dataset.Samples : [.. dataset.Samples.Where(sample => sample.Split == split)];
    }
}
