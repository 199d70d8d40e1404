using Graft.Data;
using Graft.Imaging;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>Measures the exported segmentation network and writes what a run leaves behind.</summary>
internal sealed class SegmentReport(TrainResult<SegmentationReport> draft, PreparedMasks data, SegmentFitTask task)
{
    private const int Shown = 12, LongerSide = 320;

    public TrainResult<SegmentationReport> Write(IReadOnlyList<TransferRow> transfer, DateTimeOffset started, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var folder = draft.Folder;
        using var predictor = SegmentationPredictor.Open(folder.Model);
        var result = draft with { Validation = Measure(predictor, data.Split.Validation, progress, cancellation) };
        if (data.Split.Test.Count > 0) result = result with { Test = Measure(predictor, data.Split.Test, progress, cancellation) };
        var worst = Images(predictor, result.Validation.ImageIoU, order: 1);
        var best = Images(predictor, result.Validation.ImageIoU, order: -1);
        RunMetrics.Write(folder, RunMetrics.Of(result.Validation), result.Test is null ? null : RunMetrics.Of(result.Test));
        folder.WriteJson("metrics.json", new Dictionary<string, SegmentationReport?> { ["validation"] = result.Validation, ["test"] = result.Test });
        ResultsCsv.Write(folder["results.csv"], result.History);
        if (result.History.Count > 0) CurvesPlot.Write(folder["curves.png"], result.History);
        ConfusionMatrixPlot.Write(folder["confusion_matrix.png"], result.Validation);
        AtomicFile.WriteBytes(folder["samples_val.jpg"], ImageEncoder.EncodeJpeg(ContactSheet.Make([.. worst.Concat(best).Select(image =>
            new CaptionedImage(image.Image.Image, $"{Path.GetFileName(image.Name)} {image.IoU:0.00}"))]), 88));
        SegmentReportPage.Write(result, task, data, new SegmentPage(worst, best, transfer, started));
        return result;
    }

    private SegmentationReport Measure(SegmentationPredictor predictor, IReadOnlyList<MaskSample> samples, IProgress<RunEvent>? progress, CancellationToken cancellation) =>
        SegmenterEvaluation.Measure(predictor, samples, data.Dataset.IgnoreValue, task.Request.Seed, progress, cancellation);

    private IReadOnlyList<OverlayImage> Images(SegmentationPredictor predictor, IReadOnlyList<double> scores, int order) =>
        [.. scores.Select((score, i) => (score, i)).Where(pair => !double.IsNaN(pair.score)).OrderBy(pair => order * pair.score).Take(Shown / 2)
            .Select(pair => Image(predictor, data.Split.Validation[pair.i], pair.score))];

    // What was said on the left, the truth on the right.
    private OverlayImage Image(SegmentationPredictor predictor, MaskSample sample, double score)
    {
        var truth = DecodedMaskSample.Load(sample, data.Dataset.IgnoreValue);
        var predicted = predictor.Predict(truth.Image).Map!;
        var (left, right) = (Small(truth.Image, predicted), Small(truth.Image, truth.Map));
        var both = new RgbImage(left.Width + right.Width + 4, left.Height);
        Array.Fill(both.Pixels, (byte)255);
        for (var y = 0; y < left.Height; y++)
        {
            left.Pixels.AsSpan(y * left.Width * 3, left.Width * 3).CopyTo(both.Pixels.AsSpan(y * both.Width * 3));
            right.Pixels.AsSpan(y * right.Width * 3, right.Width * 3).CopyTo(both.Pixels.AsSpan((y * both.Width + left.Width + 4) * 3));
        }
        return new OverlayImage(sample.Name, new PageImage(both), score);
    }

    private RgbImage Small(RgbImage image, ClassMap map)
    {
        var scale = Math.Min(1.0, (double)LongerSide / Math.Max(image.Width, image.Height));
        var (width, height) = (Math.Max(1, (int)(image.Width * scale)), Math.Max(1, (int)(image.Height * scale)));
        return MaskDrawing.Overlay(Resampler.Resize(image, width, height, Interpolation.Bilinear), ClassMapGeometry.Resize(map, width, height), 0.5,
            data.Dataset.Palette.Count > 0 ? data.Dataset.Palette : null);
    }
}
