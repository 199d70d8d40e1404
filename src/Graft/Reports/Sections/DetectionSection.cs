using Graft.Tasks;

namespace Graft.Reports;

/// <summary>A detector's own part of a split's section.</summary>
internal static class DetectionSection
{
    private static readonly HtmlColumn[] ErrorColumns = [new("Error", "wrap"), "Times", HtmlColumn.Left("AP50 to gain")];

    public static void Write(HtmlPage page, DetectionReport report)
    {
        page.Add($"""
            <p>F1 of all classes counted together is highest, {Numbers.Percent(report.BestF1)}, at a score threshold of
            <b>{Numbers.Plain(report.BestThreshold)}</b>: <code>graft predict --conf {report.BestThreshold:0.000}</code>.</p>
            """);
        page.Add($"""
            <div class="scroll"><img class="plot" alt="Precision against recall and F1 against the score, by class, and F1 of all classes counted together"
            src="data:image/png;base64,{Convert.ToBase64String(DetectionCurvesPlot.Render(report))}"></div>
            """);
        Classes(page, "By class", report.Boxes, report.Curves);
        if (report.Masks is { } masks) Classes(page, "Masks by class", masks, []);
        Errors(page, report.Errors);
        Confusion(page, report);
    }

    private static void Classes(HtmlPage page, string title, CocoReport report, IReadOnlyList<DetectionCurve> curves)
    {
        page.Add($"<h3>{title}</h3>");
        HtmlColumn[] ofCurves = curves.Count > 0 ? ["Best score", "F1 there"] : [];
        page.Table(["Class", "Objects", "Detections", HtmlColumn.Left("AP"), "AP50", "AR100", .. ofCurves], report.PerClass.Select((row, label) =>
        {
            var precision = HtmlPage.Bar(row.AP, Numbers.Percent(row.AP), Numbers.Percent(row.APInterval, row.AP));
            Markup[] best = curves.Count == 0 ? [] :
                [Numbers.Plain(row.Objects > 0 ? curves[label].BestThreshold : null), Numbers.Percent(row.Objects > 0 ? curves[label].BestF1 : null)];
            var (objects, detections) = (Numbers.Count(row.Objects), Numbers.Count(row.Detections));
            return new HtmlRow([row.Name, objects, detections, precision, Numbers.Percent(row.AP50), Numbers.Percent(row.AR), .. best]);
        }), "classes");
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
        page.Add($"<h3>Errors</h3>");
        page.Table(ErrorColumns, rows.Select(row => new HtmlRow(row.Name, Numbers.Count(row.Error.Count),
            HtmlPage.Bar(row.Error.Cost / max, FormattableString.Invariant($"+{row.Error.Cost * 100:0.0}")))));
        page.Add($"""
            <p class="soft"><small>At any score; what AP50 would gain, in percentage points, if errors of the kind were corrected (TIDE,
            arXiv:2008.08115).</small></p>
            """);
    }

    private static void Confusion(HtmlPage page, DetectionReport report) =>
        new ConfusionTable($"Confusion matrix, scores from {Numbers.Plain(report.Confusion.Threshold)}, overlap 0.50",
            [.. report.Classes, "background"], [.. report.Classes, "missed"], ConfusionTable.Wide(report.Confusion.Matrix))
        {
            Unit = "times",
            None = "None: every object was found under its name, and nothing else was found.",
            Uncounted = "Background without a detection is not counted.",
        }.Write(page);
}
