using System.Text.Json;
using Graft.Data;
using Graft.Runtime;

namespace Graft;

/// <summary>Measures a segmentation network's file on images with masks, with ONNX Runtime alone.</summary>
public static class SegmenterValidation
{
    /// <summary>Every metric of the task, with confidence intervals.</summary>
    /// <exception cref="GraftException">Bad model file, bad data, or classes the model does not know.</exception>
    public static SegmentValidateResult Run(ValidateRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        using var predictor = SegmentationPredictor.Open(request.Model, tiling: request.Tiling);
        var dataset = MaskReader.Read(request.Data, new ReaderOptions { Classes = predictor.Manifest.Classes });
        var split = SplitOf(dataset, request.Split);
        var examination = MaskDatasetExamination.Examine(split, new ExaminationOptions { OnBadImage = request.OnBadImage, OnBadObject = request.OnBadImage }, cancellation: cancellation);
        examination.ThrowIfErrors();
        var samples = examination.Usable().Samples;
        if (samples.Count == 0) throw new GraftException($"'{request.Data}' has no image to measure on.", cure: "Choose another --split.");
        var report = SegmenterEvaluation.Measure(predictor, samples, dataset.IgnoreValue, request.Seed, progress, cancellation);
        if (request.OutputFolder is { } folder)
            AtomicFile.WriteText(Path.Combine(folder, "metrics.json"), JsonSerializer.Serialize(report, Json.Options) + "\n");
        return new SegmentValidateResult(report, predictor.Manifest, [.. examination.Problems, .. predictor.Notes()]);
    }

    private static MaskDataset SplitOf(MaskDataset dataset, string? split)
    {
        var splits = dataset.Samples.Select(sample => sample.Split).ToHashSet();
        split ??= splits.Contains("test") ? "test" : splits.Contains("val") ? "val" : null;
        return split is null ? dataset : dataset.Where(sample => sample.Split == split);
    }
}
