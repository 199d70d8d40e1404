using Graft.Tasks;

namespace Graft.Reports;

/// <summary>A classifier's own part of a split's section.</summary>
internal static class ClassificationSection
{
    public static void Write(HtmlPage page, ClassificationReport report, TemperatureFit? calibration)
    {
        new ConfusionTable("Confusion matrix", report.Classes, report.Classes, ConfusionTable.Wide(report.ConfusionMatrix)).Write(page);
        ClassTable.Write(page, report);
        page.Add($"<div class=\"two\"><div>");
        ReliabilityDiagram.Write(page, report);
        page.Add($"</div><div>");
        RiskCoverageChart.Write(page, report);
        page.Add($"</div></div>");
        RiskCoverageChart.Table(page, report);
        if (calibration is not null) Temperature(page, calibration);
    }

    private static void Temperature(HtmlPage page, TemperatureFit fit)
    {
        page.Add($"<h3>Temperature scaling</h3>");
        page.Table([$"Fitted on {Numbers.Images(fit.Count)}", "Before", "After"],
        [
            new("Temperature", "1", Numbers.Plain(fit.Temperature)),
            new("Log-loss", Numbers.Plain(fit.LossBefore), Numbers.Plain(fit.LossAfter)),
            new("Expected calibration error", Numbers.Percent(fit.CalibrationErrorBefore), Numbers.Percent(fit.CalibrationErrorAfter)),
        ]);
        page.Notes(fit.Note is null ? [] : [fit.Note]);
    }
}
