using Graft.Tasks;

namespace Graft.Reports;

/// <summary>Precision, recall, F1 and ROC AUC of every class, with intervals and averages.</summary>
internal static class ClassTable
{
    private const int MaxOpen = 40;

    public static void Write(HtmlPage page, ClassificationReport report)
    {
        page.Add($"<h3>By class</h3>");
        var folded = report.PerClass.Count > MaxOpen;
        if (folded) page.Add($"<details><summary>All {report.PerClass.Count} classes</summary>");
        page.Add($"<div class=\"scroll\"><table class=\"classes\"><thead><tr><th>Class</th><th>Images</th><th class=\"left\">Recall</th><th class=\"left\">Precision</th><th class=\"left\">F1</th><th>ROC AUC</th></tr></thead><tbody>");
        foreach (var score in report.PerClass)
            page.Add($"<tr><td>{score.Class}</td><td>{Numbers.Count(score.Support)}</td>{Cell(score.Recall, score.RecallInterval)}{Cell(score.Precision, score.PrecisionInterval)}{Cell(score.F1, score.F1Interval)}<td>{Numbers.Plain(score.RocAuc)}</td></tr>");
        Average(page, "Macro average", report.Macro, report);
        Average(page, "Weighted average", report.Weighted, report);
        page.Add($"</tbody></table></div>");
        if (folded) page.Add($"</details>");
    }

    private static void Average(HtmlPage page, string name, AverageScore score, ClassificationReport report)
    {
        var area = ReferenceEquals(score, report.Macro) ? Numbers.Plain(report.RocAuc) : "";
        page.Add($"<tr class=\"total\"><td>{name}</td><td>{Numbers.Count(report.Count)}</td>{Cell(score.Recall, null)}{Cell(score.Precision, null)}{Cell(score.F1, null)}<td>{area}</td></tr>");
    }

    private static Markup Cell(double? value, ConfidenceInterval? interval) => value is { } share
        ? HtmlPage.Encode($"<td class=\"left\"><span class=\"bar\"><i style=\"width:{share * 100:0.0}%\"></i></span>{Numbers.Percent(share)} <small>{Numbers.Percent(interval)}</small></td>")
        : HtmlPage.Encode($"<td class=\"left\"><span class=\"bar\"></span>–</td>");
}
