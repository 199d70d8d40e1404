using Graft.Data;
using Graft.Imaging;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>Measures the exported detector and writes the figures a run leaves behind.</summary>
internal sealed class DetectorReport(DetectorTrainResult draft, DetectorData data, ulong seed)
{
    private const int Shown = 12, Side = 320;
    private const float Sure = 0.3f;

    public DetectorTrainResult Measure(IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var folder = draft.Folder;
        using var predictor = DetectionPredictor.Open(folder.Model);
        var classes = data.Dataset.Classes;
        var found = DetectorEvaluation.Predict(predictor, data.Split.Validation, progress, cancellation);
        var result = draft with { ValidationDetails = DetectorEvaluation.Report(found, data.Split.Validation, classes, seed, predictor.HasMasks) };
        if (data.Split.Test.Count > 0)
            result = result with { TestDetails = DetectorEvaluation.Report(DetectorEvaluation.Predict(predictor, data.Split.Test, progress, cancellation), data.Split.Test, classes, seed, predictor.HasMasks) };
        folder.WriteJson("metrics.json", new Dictionary<string, DetectionReport?> { ["validation"] = result.ValidationDetails, ["test"] = result.TestDetails });
        folder.WriteJson("predictions.json", DetectionFiles.Coco(found, [.. data.Split.Validation.Select(sample => sample.Id)], data.Dataset.CategoryIds));
        ResultsCsv.Write(folder["results.csv"], result.History);
        for (var i = 0; i < Math.Min(Shown, found.Count); i++) AtomicFile.WriteBytes(folder[Path.Combine("samples_val", $"{i:00}.jpg")], Jpeg(data.Split.Validation[i], found[i], predictor.HasMasks));
        return result;
    }

    private byte[] Jpeg(ObjectSample sample, DetectionPrediction prediction, bool masks)
    {
        FoundObject[] sure = [.. prediction.Objects.Where(found => found.Score >= Sure)];
        if (masks) return MaskComparison.Jpeg(sample, sure, data.Dataset.Classes);
        var drawn = DetectionFiles.Draw(ImageFile.Decode(sample.Path), prediction with { Objects = sure });
        var scale = Math.Min(1.0, (double)Side / Math.Max(drawn.Width, drawn.Height));
        return ImageEncoder.EncodeJpeg(Resampler.Resize(drawn, Math.Max(1, (int)(drawn.Width * scale)), Math.Max(1, (int)(drawn.Height * scale)), Interpolation.Bilinear), 85);
    }
}
