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
        foreach (var metric in report.Metrics) Row(page, metric);
        page.Add($"</tbody></table></div><p class=\"soft\"><small>Intervals, {report.IntervalMethod}.</small></p></div></div>");
        ClassTable.Write(page, report);
        page.Add($"<div class=\"two\"><div>");
        ReliabilityDiagram.Write(page, report);
        page.Add($"</div><div>");
        if (calibration is not null) Temperature(page, calibration);
        page.Add($"</div></div>");
        Notes(page, report.Notes);
        page.Add($"</section>");
    }

    private static void Row(HtmlPage page, Metric metric) =>
        page.Add($"<tr><td>{metric.Title}</td><td>{metric.ValueText()}</td><td><small>{metric.IntervalText()}</small></td></tr>");

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
