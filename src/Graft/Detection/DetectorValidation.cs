using Graft.Data;
using Graft.Runtime;

namespace Graft;

/// <summary>Measures a detector's model file on annotated pictures with ONNX Runtime alone.</summary>
public static class DetectorValidation
{
    /// <summary>
    /// COCO's twelve figures with confidence intervals, of boxes and, where model and data have them, of masks; curves, best threshold, confusion and errors.
    /// </summary>
    /// <exception cref="GraftException">Bad model file, bad data, or classes the model does not know.</exception>
    public static DetectorValidateResult Run(ValidateRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        using var predictor = DetectionPredictor.Open(request.Model, new RuntimeOptions { BatchSize = request.LargeBatch });
        var dataset = ObjectReader.Read(request.Data, new ReaderOptions { Classes = predictor.Manifest.Classes });
        var side = Side(dataset, request.Side);
        var examination = ObjectDatasetExamination.Examine(side, new ExaminationOptions { OnBadImage = request.OnBadImage, OnBadObject = request.OnBadImage }, cancellation: cancellation);
        var masks = predictor.HasMasks && OutlineExamination.HasOutlines(side);
        if (masks) examination = OutlineExamination.Require(examination, OnBadImage.Skip);
        examination.ThrowIfErrors();
        var samples = examination.Usable().Samples;
        if (samples.Count == 0) throw new GraftException($"'{request.Data}' has no picture to measure on.", cure: "Choose another --split.");
        var found = DetectorEvaluation.Predict(predictor, samples, progress, cancellation);
        var report = DetectorEvaluation.Report(found, samples, predictor.Manifest.Classes, request.Seed, masks);
        if (request.OutputFolder is { } folder)
        {
            AtomicFile.WriteText(Path.Combine(folder, "metrics.json"), System.Text.Json.JsonSerializer.Serialize(report, Json.Options) + "\n");
            AtomicFile.WriteText(Path.Combine(folder, "predictions.json"),
                System.Text.Json.JsonSerializer.Serialize(DetectionFiles.Coco(found, samples, dataset.Format == DatasetFormat.Coco ? dataset.CategoryIds : predictor.Manifest.CategoryIds), Json.Options) + "\n");
        }
        return new DetectorValidateResult(report, predictor.Manifest, [.. examination.Problems, .. Missing(request, predictor.HasMasks && !masks)]);
    }

    private static IEnumerable<Problem> Missing(ValidateRequest request, bool hasOnlyBoxes) =>
        hasOnlyBoxes ? [new Problem(request.Data, "The objects have no outlines, so boxes alone are measured.", "Annotate outlines to measure masks.", IsWarning: true)] : [];

    private static ObjectDataset Side(ObjectDataset dataset, string? side)
    {
        var sides = dataset.Samples.Select(sample => sample.Split).ToHashSet();
        side ??= sides.Contains("test") ? "test" : sides.Contains("val") ? "val" : null;
        var chosen = side is null ? dataset : dataset.Where(sample => sample.Split == side);
        // The examination looks for objects to learn on the training side; here this side is all there is.
        return chosen with { Samples = [.. chosen.Samples.Select(sample => sample with { Split = null })] };
    }
}
