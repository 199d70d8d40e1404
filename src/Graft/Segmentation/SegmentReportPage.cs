using System.Globalization;
using Graft.Data;
using Graft.Imaging;
using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>report.html of a segmentation network: one file, nothing from elsewhere.</summary>
internal static class SegmentReportPage
{
    public static void Write(TrainResult<SegmentationReport> result, SegmentFitTask task, PreparedMasks data, SegmentPage shown)
    {
        var (page, request) = (new HtmlPage(), task.Request);
        page.Add($"<header><h1>{result.Folder.Name}</h1><p class=\"soft\">{task.Model.Graph.Name} · strategy {request.Strategy.ToString().ToLowerInvariant()} · {shown.Started.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture)} · trained for {Numbers.Duration(result.FitTime)}</p></header>");
        Tiles(page, result.Test ?? result.Validation, result.Test is null ? "validation" : "test");
        CurvesSection.Write(page, result.History);
        if (result.Test is not null) Table(page, "Test", result.Test);
        Table(page, "Validation", result.Validation);
        Legend(page, data.Dataset);
        Images(page, "Worst images", shown.Worst);
        Images(page, "Best images", shown.Best);
        TransferSection.Write(page, shown.Transfer);
        DatasetSection.Write(page, SummaryOf(request.Data, data));
        Provenance(page, result, task);
        AtomicFile.WriteText(result.Folder.Report, page.Finish($"{result.Folder.Name} · {task.Model.Graph.Name}"));
    }

    private static void Tiles(HtmlPage page, SegmentationReport report, string part)
    {
        page.Add($"<div class=\"tiles\"><div class=\"tile main\"><span>Mean IoU</span><b>{Numbers.Percent(report.MeanIoU)}</b><span>{Numbers.Percent(report.MeanIoUInterval)}</span></div>");
        Tile("Mean Dice", report.MeanDice, report.MeanDiceInterval);
        Tile("Pixel accuracy", report.PixelAccuracy, report.PixelAccuracyInterval);
        Tile("Boundary F", report.MeanBoundaryF, report.MeanBoundaryFInterval);
        page.Add($"<div class=\"tile\"><span>On {part}</span><b>{Numbers.Count(report.Images)}</b><span>images, {report.Classes.Count} classes</span></div></div>");
        page.Add($"<p class=\"soft below\">IoU is the overlap of the predicted and the true pixels of a class, divided by all pixels of either. Ranges are confidence intervals by resampling the images.</p>");

        void Tile(string name, double? value, ConfidenceInterval? interval) => page.Add($"<div class=\"tile\"><span>{name}</span><b>{Numbers.Percent(value)}</b><span>{Numbers.Percent(interval)}</span></div>");
    }

    private static void Table(HtmlPage page, string title, SegmentationReport report)
    {
        page.Add($"<section class=\"card\"><h2>{title}</h2><div class=\"scroll\"><table class=\"classes\"><thead><tr><th>Class</th><th>Pixels</th><th class=\"left\">IoU</th><th>Dice</th><th>Precision</th><th>Recall</th><th>Boundary F</th></tr></thead><tbody>");
        foreach (var row in report.PerClass)
            page.Add($"<tr><td>{row.Name}</td><td>{Numbers.Count(row.Pixels)}</td><td class=\"left\"><span class=\"bar\"><i style=\"width:{(row.IoU ?? 0) * 100:0.0}%\"></i></span>{Numbers.Percent(row.IoU)} <small>{Numbers.Percent(row.IoUInterval)}</small></td><td>{Numbers.Percent(row.Dice)}</td><td>{Numbers.Percent(row.Precision)}</td><td>{Numbers.Percent(row.Recall)}</td><td>{Numbers.Percent(row.BoundaryF)}</td></tr>");
        page.Add($"</tbody></table></div>");
        Confusion(page, report);
        foreach (var note in report.Notes) page.Add($"<p class=\"soft\"><small>{note}</small></p>");
        page.Add($"</section>");
    }

    // Shares of each true class; too many columns can be read by nobody.
    private static void Confusion(HtmlPage page, SegmentationReport report)
    {
        if (report.Classes.Count > 25) return;
        page.Add($"<h3>True class by row, predicted by column</h3><div class=\"scroll\"><table><thead><tr><th></th>{HtmlPage.Join(report.Classes.Select(name => HtmlPage.Encode($"<th>{name}</th>")))}</tr></thead><tbody>");
        for (var truth = 0; truth < report.Classes.Count; truth++)
        {
            var all = Math.Max(1, report.ConfusionMatrix[truth].Sum());
            page.Add($"<tr><td>{report.Classes[truth]}</td>{HtmlPage.Join(report.ConfusionMatrix[truth].Select(count => HtmlPage.Encode($"<td>{Numbers.Percent((double)count / all)}</td>")))}</tr>");
        }
        page.Add($"</tbody></table></div>");
    }

    private static void Legend(HtmlPage page, MaskDataset dataset)
    {
        page.Add($"<section class=\"card\"><h2>Colours</h2><p>{HtmlPage.Join(dataset.Classes.Select((name, label) => (name, label)).Where(pair => pair.label > 0).Select(pair => Swatch(pair.name, Colour(dataset, pair.label))))}</p></section>");

        static (byte Red, byte Green, byte Blue) Colour(MaskDataset dataset, int label) => label < dataset.Palette.Count ? dataset.Palette[label] : IndexPng.VocColour(label);
        static Markup Swatch(string name, (byte Red, byte Green, byte Blue) colour) =>
            HtmlPage.Encode($"<span style=\"display:inline-block;width:.9em;height:.9em;background:rgb({colour.Red},{colour.Green},{colour.Blue})\"></span> {name} &nbsp; ");
    }

    private static void Images(HtmlPage page, string title, IReadOnlyList<OverlayImage> images)
    {
        if (images.Count == 0) return;
        page.Add($"<section class=\"card wide\"><h2>{title}</h2><p class=\"soft\">Predicted on the left, true on the right.</p><div class=\"images\">");
        foreach (var image in images)
            page.Add($"<figure><img src=\"data:image/jpeg;base64,{Convert.ToBase64String(image.Image.Jpeg)}\" alt=\"{image.Name}\" loading=\"lazy\"><figcaption>IoU {Numbers.Percent(image.IoU)}<small>{image.Name}</small></figcaption></figure>");
        page.Add($"</div></section>");
    }

    private static void Provenance(HtmlPage page, TrainResult<SegmentationReport> result, SegmentFitTask task)
    {
        page.Add($"<section class=\"card\"><h2>Provenance</h2><dl><dt>Model file</dt><dd><code>model.onnx</code>, {Numbers.Bytes(new FileInfo(result.Folder.Model).Length)}</dd><dt>Trainer against ONNX Runtime</dt><dd>largest difference of a probability {result.ParityDifference:0.0e0}</dd>");
        if (task.Model.Origin is { } origin)
            page.Add($"<dt>Pretrained weights</dt><dd>{origin.Name}, from {origin.Source}</dd><dt>Their licence</dt><dd>{origin.Licence}</dd>");
        page.Add($"<dt>Size</dt><dd>shorter side {task.Sizes.Shorter}, crops of {task.Sizes.CropWidth} x {task.Sizes.CropHeight}</dd><dt>Augmentation</dt><dd>{task.Request.Augment}</dd><dt>Seed</dt><dd>{task.Request.Seed}</dd></dl></section>");
    }

    private static DatasetSummary SummaryOf(string source, PreparedMasks data) => new()
    {
        Source = source,
        Classes = [new ClassCount("images", data.Split.Train.Count, data.Split.Validation.Count, data.Split.Test.Count)],
        Problems = data.Warnings,
    };
}
