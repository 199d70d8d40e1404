using Graft.Tasks;

namespace Graft.Reports;

/// <summary>All figures of one set of pictures.</summary>
internal static class EvaluationSection
{
    public static void Write(HtmlPage page, string name, ClassificationReport report, TemperatureFit? calibration)
    {
        page.Add($"<section class=\"card\"><h2>{name}: {Figures.Pictures(report.Count)}</h2><div class=\"two\"><div>");
        ConfusionTable.Write(page, report);
        page.Add($"</div><div><h3>Figures</h3><div class=\"scroll\"><table><tbody>");
        var intervals = report.Intervals;
        Row(page, "Accuracy", Figures.Percent(report.Accuracy), Figures.Percent(intervals.Accuracy));
        Row(page, $"Top-{report.TopK} accuracy", Figures.Percent(report.TopKAccuracy), Figures.Percent(intervals.TopKAccuracy));
        Row(page, "Balanced accuracy", Figures.Percent(report.BalancedAccuracy), Figures.Percent(intervals.BalancedAccuracy));
        Row(page, "Macro F1", Figures.Percent(report.Macro.F1), Figures.Percent(intervals.MacroF1));
        Row(page, "Weighted F1", Figures.Percent(report.Weighted.F1), Figures.Percent(intervals.WeightedF1));
        Row(page, "ROC AUC, one against the rest", Figures.Plain(report.RocAuc), Figures.Plain(intervals.RocAuc));
        Row(page, "Log-loss", Figures.Plain(report.LogLoss), Figures.Plain(intervals.LogLoss));
        Row(page, "Brier score", Figures.Plain(report.BrierScore), "");
        Row(page, "Expected calibration error", Figures.Percent(report.ExpectedCalibrationError), "");
        page.Add($"</tbody></table></div><p class=\"soft\"><small>Intervals, {intervals.Method}.</small></p></div></div>");
        ClassTable.Write(page, report);
        page.Add($"<div class=\"two\"><div>");
        ReliabilityDiagram.Write(page, report);
        page.Add($"</div><div>");
        if (calibration is not null) Temperature(page, calibration);
        page.Add($"</div></div>");
        Notes(page, report.Notes);
        page.Add($"</section>");
    }

    private static void Row(HtmlPage page, string name, string value, string interval) =>
        page.Add($"<tr><td>{name}</td><td>{value}</td><td><small>{interval}</small></td></tr>");

    private static void Temperature(HtmlPage page, TemperatureFit fit)
    {
        page.Add($"""
            <h3>Temperature scaling</h3><div class="scroll"><table><thead><tr><th>Fitted on {Figures.Pictures(fit.Count)}</th><th>Before</th><th>After</th></tr></thead><tbody>
            <tr><td>Temperature</td><td>1</td><td>{fit.Temperature:0.000}</td></tr>
            <tr><td>Log-loss</td><td>{Figures.Plain(fit.LossBefore)}</td><td>{Figures.Plain(fit.LossAfter)}</td></tr>
            <tr><td>Expected calibration error</td><td>{Figures.Percent(fit.CalibrationErrorBefore)}</td><td>{Figures.Percent(fit.CalibrationErrorAfter)}</td></tr>
            </tbody></table></div>
            """);
        Notes(page, fit.Note is null ? [] : [fit.Note]);
    }

    private static void Notes(HtmlPage page, IReadOnlyList<string> notes)
    {
        if (notes.Count > 0)
            page.Add($"<ul class=\"notes\">{HtmlPage.Join(notes.Select(note => HtmlPage.Encode($"<li>{note}</li>")))}</ul>");
    }
}
