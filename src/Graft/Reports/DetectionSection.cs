using Graft.Tasks;

namespace Graft.Reports;

/// <summary>All metrics of a detector on one set of images.</summary>
internal static class DetectionSection
{
    public static void Write(HtmlPage page, string name, DetectionReport report)
    {
        page.Add($"<section class=\"card\"><h2>{name}: {Numbers.Count(report.Objects)} objects on {Numbers.Images(report.Images)}</h2>");
        page.Add($"<p>F1 over all classes is highest, {Numbers.Percent(report.BestF1)}, at a score threshold of <b>{Numbers.Plain(report.BestThreshold)}</b>: <code>graft predict --conf {report.BestThreshold:0.000}</code>.</p>");
        page.Add($"<img class=\"plot\" alt=\"Precision against recall and F1 against the score, by class\" src=\"data:image/png;base64,{Convert.ToBase64String(DetectionCurvesPlot.Render(report))}\">");
        Classes(page, "By class", report.Boxes, report.Curves);
        if (report.Masks is { } masks) Classes(page, "Masks by class", masks, []);
        page.Add($"<div class=\"two\"><div>");
        Sizes(page, report.Boxes.Summary);
        page.Add($"</div><div>");
        Errors(page, report.Errors);
        page.Add($"</div></div>");
        DetectionConfusionTable.Write(page, report);
        if (report.Boxes.IntervalMethod.Length > 0) page.Add($"<p class=\"soft\"><small>Intervals, {report.Boxes.IntervalMethod}.</small></p>");
        page.Add($"</section>");
    }

    private static void Classes(HtmlPage page, string title, CocoReport report, IReadOnlyList<DetectionCurve> curves)
    {
        var best = curves.Count > 0 ? HtmlPage.Encode($"<th>Best score</th><th>F1 there</th>") : default;
        page.Add($"<h3>{title}</h3><div class=\"scroll\"><table class=\"classes\"><thead><tr><th>Class</th><th>Objects</th><th>Detections</th><th class=\"left\">AP</th><th>AP50</th><th>AR100</th>{best}</tr></thead><tbody>");
        foreach (var (label, row) in report.PerClass.Index())
        {
            var own = curves.Count > 0 ? HtmlPage.Encode($"<td>{Numbers.Plain(row.Objects > 0 ? curves[label].BestThreshold : null)}</td><td>{Numbers.Percent(row.Objects > 0 ? curves[label].BestF1 : null)}</td>") : default;
            page.Add($"<tr><td>{row.Name}</td><td>{Numbers.Count(row.Objects)}</td><td>{Numbers.Count(row.Detections)}</td><td class=\"left\"><span class=\"bar\"><i style=\"width:{(row.AP ?? 0) * 100:0.0}%\"></i></span>{Numbers.Percent(row.AP)} <small>{Numbers.Percent(row.APInterval)}</small></td><td>{Numbers.Percent(row.AP50)}</td><td>{Numbers.Percent(row.AR)}</td>{own}</tr>");
        }
        page.Add($"</tbody></table></div>");
    }

    private static void Sizes(HtmlPage page, CocoMetrics metrics)
    {
        page.Add($"<h3>By size</h3><div class=\"scroll\"><table><thead><tr><th>Objects</th><th>AP</th><th>AR100</th></tr></thead><tbody>");
        foreach (var (name, precision, recall) in new[]
        {
            ("all", metrics.AP, metrics.AR100), ("small, below 32 x 32 pixels", metrics.APSmall, metrics.ARSmall),
            ("medium, below 96 x 96", metrics.APMedium, metrics.ARMedium), ("large", metrics.APLarge, metrics.ARLarge),
        })
            page.Add($"<tr><td>{name}</td><td>{Numbers.Percent(precision)}</td><td>{Numbers.Percent(recall)}</td></tr>");
        page.Add($"</tbody></table></div>");
    }

    private static void Errors(HtmlPage page, DetectionErrors errors)
    {
        (string Name, DetectionError Error)[] rows =
        [
            ("classification: right place, wrong class", errors.Classification), ("localisation: right class, imprecise box", errors.Localisation),
            ("classification and localisation", errors.Both), ("duplicate: the object was already detected", errors.Duplicate),
            ("background: there is no object", errors.Background), ("missed: no detection matches", errors.Missed),
        ];
        var max = Math.Max(1e-9, rows.Max(row => row.Error.Cost));
        page.Add($"<h3>Errors</h3><div class=\"scroll\"><table><thead><tr><th>Error</th><th>Times</th><th class=\"left\">AP50 to gain</th></tr></thead><tbody>");
        foreach (var (name, error) in rows)
            page.Add($"<tr><td class=\"wrap\">{name}</td><td>{Numbers.Count(error.Count)}</td><td class=\"left\"><span class=\"bar\"><i style=\"width:{100 * error.Cost / max:0.0}%\"></i></span>+{error.Cost * 100:0.0}</td></tr>");
        page.Add($"</tbody></table></div><p class=\"soft\"><small>At any score; what AP50 would gain, in percentage points, if all errors of the kind were fixed (TIDE, arXiv:2008.08115).</small></p>");
    }
}
