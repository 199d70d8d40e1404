using Graft.Data;
using Graft.Reports;
using Graft.Runtime;

namespace Graft;

/// <summary>Measures a model file on labelled pictures with ONNX Runtime alone.</summary>
public static class ClassifierValidation
{
    /// <summary>Every metric of the task, with confidence intervals.</summary>
    /// <exception cref="GraftException">Bad model file, bad data, or classes the model does not know.</exception>
    public static ValidateResult Run(ValidateRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        using var predictor = ClassificationPredictor.Open(request.Model, new RuntimeOptions { BatchSize = request.Batch });
        var dataset = DatasetReader.Read(request.Data, new ReaderOptions { Classes = predictor.Manifest.Classes });
        var examination = DatasetExamination.Examine(dataset with { Samples = Side(dataset, request.Side) },
            new ExaminationOptions { OnBadImage = request.OnBadImage }, cancellation: cancellation);
        var unreadable = examination.Facts.Where(facts => facts.Error is not null)
            .Select(facts => facts.Error! with { IsWarning = request.OnBadImage == OnBadImage.Skip }).ToList();
        if (unreadable.Any(problem => !problem.IsWarning)) throw new ProblemsException($"The data set '{request.Data}'", unreadable);
        var readable = examination.WithoutBadPictures().Dataset.Samples;
        if (readable.Count == 0) throw new GraftException($"'{request.Data}' has no picture to measure on.", cure: "Give a folder with pictures in class folders.");

        var scores = ClassifierEvaluation.Scores(predictor, readable, progress, cancellation);
        var report = ClassifierEvaluation.Report(scores, readable, predictor.Manifest.Classes, request.Seed);
        if (request.OutputFolder is { } folder)
        {
            AtomicFile.WriteText(Path.Combine(folder, "metrics.json"), System.Text.Json.JsonSerializer.Serialize(report, Json.Options) + "\n");
            PredictionsFile.Write(Path.Combine(folder, "predictions.csv"), report.Classes, PredictionRows.Of(readable, scores, report.Classes));
        }
        return new ValidateResult(report, predictor.Manifest, unreadable);
    }

    private static IReadOnlyList<Sample> Side(ImageDataset dataset, string? side)
    {
        var sides = dataset.Samples.Select(sample => sample.Split).ToHashSet();
        side ??= sides.Contains("test") ? "test" : sides.Contains("val") ? "val" : null;
        return side is null ? dataset.Samples : [.. dataset.Samples.Where(sample => sample.Split == side)];
    }
}
