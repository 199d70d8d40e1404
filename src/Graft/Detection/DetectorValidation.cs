using Graft.Data;
using Graft.Runtime;

namespace Graft;

/// <summary>Measures a detector's model file on annotated images with ONNX Runtime alone.</summary>
public static class DetectorValidation
{
    /// <summary>
    /// COCO's twelve metrics with confidence intervals, of boxes and, where model and data have them, of masks; curves, best threshold, confusion and errors.
    /// </summary>
    /// <exception cref="GraftException">Bad model file, bad data, or classes the model does not know.</exception>
    public static DetectorValidateResult Run(ValidateRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        using var predictor = DetectionPredictor.Open(request.Model, new RuntimeOptions { BatchSize = request.LargeBatch });
        var dataset = ObjectReader.Read(request.Data, new ReaderOptions { Classes = predictor.Manifest.Classes });
        var split = SplitOf(dataset, request.Split);
        var examination = ObjectDatasetExamination.Examine(split, new ExaminationOptions { OnBadImage = request.OnBadImage, OnBadObject = request.OnBadImage }, cancellation: cancellation);
        var masks = predictor.HasMasks && PolygonExamination.HasPolygons(split);
        if (masks) examination = PolygonExamination.Require(examination, OnBadImage.Skip);
        examination.ThrowIfErrors();
        var samples = examination.Usable().Samples;
        if (samples.Count == 0) throw new GraftException($"'{request.Data}' has no image to measure on.", cure: "Choose another --split.");
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
        hasOnlyBoxes ? [new Problem(request.Data, "The objects have no polygons, so boxes alone are measured.", "Annotate polygons to measure masks.", IsWarning: true)] : [];

    private static ObjectDataset SplitOf(ObjectDataset dataset, string? split)
    {
        var splits = dataset.Samples.Select(sample => sample.Split).ToHashSet();
        split ??= splits.Contains("test") ? "test" : splits.Contains("val") ? "val" : null;
        var chosen = split is null ? dataset : dataset.Where(sample => sample.Split == split);
        // The examination looks for objects to learn on the training split; here this split is all there is.
        return chosen with { Samples = [.. chosen.Samples.Select(sample => sample with { Split = null })] };
    }
}
