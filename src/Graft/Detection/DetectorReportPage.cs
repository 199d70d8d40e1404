using System.Globalization;
using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>report.html of a detector: one file, nothing from elsewhere.</summary>
internal static class DetectorReportPage
{
    public static void Write(DetectorTrainResult result, TrainRequest request, DetectorData data, IReadOnlyList<TransferRow> transfer, DateTimeOffset started)
    {
        var page = new HtmlPage();
        page.Add($"<header><h1>{result.Folder.Name}</h1><p class=\"soft\">{request.Model} · strategy {request.Strategy.ToString().ToLowerInvariant()} · {started.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture)} · trained for {Figures.Duration(result.FitTime)}</p></header>");
        var part = result.Test is null ? "validation" : "test";
        if ((result.TestDetails ?? result.ValidationDetails).Masks is { } masks) Tiles(page, masks, "Mask ", part);
        Tiles(page, result.Test ?? result.Validation, result.Masks is null ? "" : "Box ", part);
        CurvesSection.Write(page, result.History);
        foreach (var (title, report) in new[] { ("Test, masks", result.TestMasks), ("Test", result.Test), ("Validation, masks", result.Masks), ("Validation", result.Validation) })
            if (report is not null) Table(page, title, report);
        Pictures(page, result, data);
        TransferSection.Write(page, transfer);
        DatasetSection.Write(page, SummaryOf(request.Data, data));
        page.Add($"<section class=\"card\"><h2>Provenance</h2><dl><dt>Model file</dt><dd><code>model.onnx</code></dd><dt>Trainer against ONNX Runtime</dt><dd>largest difference of an edge {result.ParityDifference:0.0e0} pixels{(result.Masks is null ? "" : "; masks to 0.0001")}</dd><dt>Seed</dt><dd>{request.Seed}</dd><dt>Augmentation</dt><dd>{request.Augment}</dd></dl></section>");
        AtomicFile.WriteText(result.Folder.Report, page.Finish($"{result.Folder.Name} · {request.Model}"));
    }

    private static void Tiles(HtmlPage page, CocoReport report, string kind, string part)
    {
        page.Add($"<div class=\"tiles\"><div class=\"tile main\"><span>{kind}AP50</span><b>{Figures.Percent(report.Figures.AP50)}</b><span>{Figures.Percent(report.AP50Interval)}</span></div>");
        Tile($"{kind}AP", report.Figures.AP, Figures.Percent(report.APInterval));
        Tile($"{kind}AP75", report.Figures.AP75, Figures.Percent(report.AP75Interval));
        Tile("Recall (AR100)", report.Figures.AR100, "");
        page.Add($"<div class=\"tile\"><span>On {part}</span><b>{Figures.Count(report.Pictures)}</b><span>pictures, {report.PerClass.Count} classes</span></div></div>");
        page.Add($"<p class=\"soft below\">Average precision as COCO measures it: at overlap 0.50, over 0.50 to 0.95, and at 0.75. Ranges are 95 % intervals by resampling the pictures.</p>");

        void Tile(string name, double? value, string below) => page.Add($"<div class=\"tile\"><span>{name}</span><b>{Figures.Percent(value)}</b><span>{below}</span></div>");
    }

    private static void Table(HtmlPage page, string title, CocoReport report)
    {
        var figures = report.Figures;
        page.Add($"<section class=\"card\"><h2>{title}</h2><div class=\"scroll\"><table><thead><tr><th>Objects</th><th>AP</th><th>AR100</th></tr></thead><tbody>");
        page.Add($"<tr><td>all</td><td>{Figures.Percent(figures.AP)}</td><td>{Figures.Percent(figures.AR100)}</td></tr><tr><td>small</td><td>{Figures.Percent(figures.APSmall)}</td><td>{Figures.Percent(figures.ARSmall)}</td></tr><tr><td>medium</td><td>{Figures.Percent(figures.APMedium)}</td><td>{Figures.Percent(figures.ARMedium)}</td></tr><tr><td>large</td><td>{Figures.Percent(figures.APLarge)}</td><td>{Figures.Percent(figures.ARLarge)}</td></tr></tbody></table></div>");
        page.Add($"<h3>By class</h3><div class=\"scroll\"><table><thead><tr><th>Class</th><th>AP</th><th>AP50</th></tr></thead><tbody>");
        foreach (var row in report.PerClass) page.Add($"<tr><td>{row.Name}</td><td>{Figures.Percent(row.AP)}</td><td>{Figures.Percent(row.AP50)}</td></tr>");
        page.Add($"</tbody></table></div></section>");
    }

    private static void Pictures(HtmlPage page, DetectorTrainResult result, DetectorData data)
    {
        var folder = result.Folder;
        if (!Directory.Exists(folder["samples_val"])) return;
        page.Add($"<section class=\"card\"><h2>Found on validation pictures{(result.Masks is null ? "" : ", beside what is there")}</h2><div class=\"pictures\">");
        foreach (var (file, i) in Directory.EnumerateFiles(folder["samples_val"], "*.jpg").Order(StringComparer.Ordinal).Select((file, i) => (file, i)))
            page.Add($"<figure><img src=\"data:image/jpeg;base64,{Convert.ToBase64String(File.ReadAllBytes(file))}\" alt=\"{data.Split.Validation[i].Name}\" loading=\"lazy\"><figcaption><small>{data.Split.Validation[i].Name}</small></figcaption></figure>");
        page.Add($"</div></section>");
    }

    private static DatasetSummary SummaryOf(string source, DetectorData data) => new()
    {
        Source = source,
        Classes = [.. data.Dataset.Classes.Select((name, label) => new ClassCount(name, Count(data.Split.Train, label), Count(data.Split.Validation, label), Count(data.Split.Test, label)))],
        Problems = data.Examination.Problems,
    };

    private static int Count(IReadOnlyList<Data.ObjectSample> samples, int label) => samples.Sum(sample => sample.Counted.Count(item => item.Label == label));
}
