using Graft.Tasks;

namespace Graft.Reports;

/// <summary>All metrics of one set of images.</summary>
internal static class EvaluationSection
{
    public static void Write(HtmlPage page, string name, ClassificationReport report, TemperatureFit? calibration)
    {
        page.Add($"<section class=\"card\"><h2>{name}: {Numbers.Images(report.Count)}</h2><div class=\"two\"><div>");
        ConfusionTable.Write(page, report);
        page.Add($"</div><div><h3>Metrics</h3><div class=\"scroll\"><table><tbody>");
        var intervals = report.Intervals;
        Row(page, "Accuracy", Numbers.Percent(report.Accuracy), Numbers.Percent(intervals.Accuracy));
        Row(page, $"Top-{report.TopK} accuracy", Numbers.Percent(report.TopKAccuracy), Numbers.Percent(intervals.TopKAccuracy));
        Row(page, "Balanced accuracy", Numbers.Percent(report.BalancedAccuracy), Numbers.Percent(intervals.BalancedAccuracy));
        Row(page, "Macro F1", Numbers.Percent(report.Macro.F1), Numbers.Percent(intervals.MacroF1));
        Row(page, "Weighted F1", Numbers.Percent(report.Weighted.F1), Numbers.Percent(intervals.WeightedF1));
        Row(page, "ROC AUC, one against the rest", Numbers.Plain(report.RocAuc), Numbers.Plain(intervals.RocAuc));
        Row(page, "Log-loss", Numbers.Plain(report.LogLoss), Numbers.Plain(intervals.LogLoss));
        Row(page, "Brier score", Numbers.Plain(report.BrierScore), "");
        Row(page, "Expected calibration error", Numbers.Percent(report.ExpectedCalibrationError), "");
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
            <h3>Temperature scaling</h3><div class="scroll"><table><thead><tr><th>Fitted on {Numbers.Images(fit.Count)}</th><th>Before</th><th>After</th></tr></thead><tbody>
            <tr><td>Temperature</td><td>1</td><td>{fit.Temperature:0.000}</td></tr>
            <tr><td>Log-loss</td><td>{Numbers.Plain(fit.LossBefore)}</td><td>{Numbers.Plain(fit.LossAfter)}</td></tr>
            <tr><td>Expected calibration error</td><td>{Numbers.Percent(fit.CalibrationErrorBefore)}</td><td>{Numbers.Percent(fit.CalibrationErrorAfter)}</td></tr>
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
