using Graft.Tasks;

namespace Graft.Reports;

/// <summary>Precision, recall, F1 and ROC AUC of every class, with intervals and averages.</summary>
internal static class ClassTable
{
    private const int MaxOpen = 40;
    private static readonly HtmlColumn[] Columns =
        ["Class", "Images", HtmlColumn.Left("Recall"), HtmlColumn.Left("Precision"), HtmlColumn.Left("F1"), "ROC AUC"];

    public static void Write(HtmlPage page, ClassificationReport report)
    {
        page.Add($"<h3>By class</h3>");
        var isFolded = report.PerClass.Count > MaxOpen;
        if (isFolded) page.Add($"<details><summary>All {report.PerClass.Count} classes</summary>");
        page.Table(Columns, [.. report.PerClass.Select(Row), Average("Macro average", report.Macro, report.Count, report.RocAuc),
            Average("Weighted average", report.Weighted, report.Count, null)], "classes");
        if (isFolded) page.Add($"</details>");
    }

    private static HtmlRow Row(ClassScore score) => new(score.Class, Numbers.Count(score.Support), Cell(score.Recall, score.RecallInterval),
        Cell(score.Precision, score.PrecisionInterval), HtmlPage.Bar(score.F1, Numbers.Percent(score.F1), Numbers.Percent(score.F1Interval, score.F1)),
        Numbers.Plain(score.RocAuc));

    private static HtmlRow Average(string name, AverageScore score, int count, double? area) =>
        new(name, Numbers.Count(count), Cell(score.Recall, null), Cell(score.Precision, null), Cell(score.F1, null), area is null ? "" : Numbers.Plain(area))
        {
            IsTotal = true,
        };

    private static Markup Cell(double? share, ConfidenceInterval? interval) => HtmlPage.Bar(share, Numbers.Percent(share), Numbers.Percent(interval));
}
