using System.Globalization;
using Graft.Artifacts;
using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>report.html of a detector: one file, nothing from elsewhere.</summary>
internal sealed class DetectorReportPage(TrainResult<DetectionReport> result, DetectRequest request, DetectorData data)
{
    public required IReadOnlyList<SceneShown> Worst { get; init; }

    public required IReadOnlyList<SceneShown> Best { get; init; }

    public required IReadOnlyList<TransferRow> Transfer { get; init; }

    public required DateTimeOffset Started { get; init; }

    public WeightsOrigin? Origin { get; init; }

    public void Write()
    {
        var page = new HtmlPage();
        page.Add($"<header><h1>{result.Folder.Name}</h1><p class=\"soft\">{request.Model} · strategy {request.Strategy.ToString().ToLowerInvariant()} · {Started.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture)} · trained for {Numbers.Duration(result.FitTime)}</p></header>");
        var (shown, part) = (result.Test ?? result.Validation, result.Test is null ? "validation" : "test");
        if (shown.Masks is not null) Tiles(page, shown, ("Mask ", shown.Masks), part);
        Tiles(page, shown, (shown.Masks is null ? "" : "Box ", shown.Boxes), part);
        CurvesSection.Write(page, result.History);
        if (result.Test is not null) DetectionSection.Write(page, "Test", result.Test);
        DetectionSection.Write(page, "Validation", result.Validation);
        Images(page, "Images with the most errors", Worst);
        Images(page, "Images with the fewest errors", Best);
        TransferSection.Write(page, Transfer);
        DatasetSection.Write(page, SummaryOf(request.Data, data));
        Provenance(page);
        AtomicFile.WriteText(result.Folder.Report, page.Finish($"{result.Folder.Name} · {request.Model}"));
    }

    private static void Tiles(HtmlPage page, DetectionReport report, (string Kind, CocoReport Metrics) coco, string part)
    {
        var (kind, metrics) = (coco.Kind, coco.Metrics.Summary);
        page.Add($"<div class=\"tiles\"><div class=\"tile main\"><span>{kind}AP50</span><b>{Numbers.Percent(metrics.AP50)}</b><span>{Numbers.Percent(coco.Metrics.AP50Interval)}</span></div>");
        Tile($"{kind}AP", metrics.AP, Numbers.Percent(coco.Metrics.APInterval));
        Tile($"{kind}AP75", metrics.AP75, Numbers.Percent(coco.Metrics.AP75Interval));
        Tile("Recall (AR100)", metrics.AR100, "");
        if (ReferenceEquals(coco.Metrics, report.Boxes)) Tile("Best F1", report.BestF1, $"at scores from {Numbers.Plain(report.BestThreshold)}");
        page.Add($"<div class=\"tile\"><span>On {part}</span><b>{Numbers.Count(report.Images)}</b><span>images, {report.Classes.Count} classes</span></div></div>");
        page.Add($"<p class=\"soft below\">Average precision as COCO measures it: at overlap 0.50, over 0.50 to 0.95, and at 0.75. Ranges are 95 % intervals by resampling the images.</p>");

        void Tile(string name, double? value, string below) => page.Add($"<div class=\"tile\"><span>{name}</span><b>{Numbers.Percent(value)}</b><span>{below}</span></div>");
    }

    private void Images(HtmlPage page, string title, IReadOnlyList<SceneShown> images)
    {
        if (images.Count == 0) return;
        page.Add($"<section class=\"card wide\"><h2>{title}</h2><p class=\"soft\">{(result.Validation.Masks is null ? "Dashed: ground truth. Solid" : "Left: ground truth. Right")}: predictions with a score of at least {Numbers.Plain(result.Validation.BestThreshold)}.</p><div class=\"images\">");
        foreach (var image in images)
            page.Add($"<figure><img src=\"data:image/jpeg;base64,{Convert.ToBase64String(image.Image.Jpeg)}\" alt=\"{image.Name}\" loading=\"lazy\"><figcaption class=\"{(image.Verdict.Errors == 0 ? "right" : "wrong")}\"><b>{Words(image.Verdict)}</b><small>{image.Name}</small></figcaption></figure>");
        page.Add($"</div></section>");
    }

    private static string Words(ImageVerdict verdict)
    {
        if (verdict is { Objects: 0, Errors: 0 }) return "correctly empty";
        (int Count, string Word)[] parts = [(verdict.Right, "right"), (verdict.Misnamed, "wrong class"), (verdict.Missed, "missed"), (verdict.False, "false")];
        return string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Word}"));
    }

    private void Provenance(HtmlPage page)
    {
        page.Add($"<section class=\"card\"><h2>Provenance</h2><dl><dt>Model file</dt><dd><code>model.onnx</code>, {Numbers.Bytes(new FileInfo(result.Folder.Model).Length)}</dd><dt>Trainer against ONNX Runtime</dt><dd>largest difference of an edge {result.ParityDifference:0.0e0} pixels{(result.MaskParityDifference is { } mask ? FormattableString.Invariant($"; of a mask's probability {mask:0.0e0}") : "")}{(result.ParityRejections.Count > 0 ? $"; {result.ParityRejections.Count} images were passed over" : "")}</dd>");
        if (Origin is { } origin)
            page.Add($"<dt>Pretrained weights</dt><dd>{origin.Name}, from {origin.Source}</dd><dt>Their licence</dt><dd>{origin.Licence}</dd>");
        page.Add($"<dt>Seed</dt><dd>{request.Seed}</dd><dt>Augmentation</dt><dd>{request.Augment}</dd></dl></section>");
    }

    private static DatasetSummary SummaryOf(string source, DetectorData data) => new()
    {
        Source = source,
        Classes = [.. data.Dataset.Classes.Select((name, label) => new ClassCount(name, Count(data.Split.Train, label), Count(data.Split.Validation, label), Count(data.Split.Test, label)))],
        Problems = data.Examination.Problems,
    };

    private static int Count(IReadOnlyList<Data.ObjectSample> samples, int label) => samples.Sum(sample => sample.Counted.Count(item => item.Label == label));
}
