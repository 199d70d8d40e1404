using Graft.Tasks;

namespace Graft.Reports;

/// <summary>All metrics of one split: the table that every task has, then the task's own part.</summary>
internal static class SplitSection
{
    public static void Write(HtmlPage page, SplitReport split, string? warning)
    {
        page.Add($"<section class=\"card\"><h2>{HeadSection.Capital(split.Split)}: {split.Extent}</h2>");
        if (warning is not null) page.Add($"<p class=\"chosen\">{HeadSection.Capital(warning)}.</p>");
        Metrics(page, split.Report.Metrics, split.Report.IntervalMethod);
        split.Write(page);
        page.Notes(split.Report.Notes);
        page.Add($"</section>");
    }

    private static void Metrics(HtmlPage page, IReadOnlyList<Metric> metrics, string method)
    {
        page.Add($"<div class=\"metrics\">");
        page.Table([new("Metric", "wrap"), "Value", HtmlColumn.Left("Interval")],
            metrics.Select(metric => new HtmlRow(metric.Title, metric.ValueText(), HtmlPage.Encode($"<small>{metric.IntervalText()}</small>"))));
        page.Add($"</div>");
        if (method.Length > 0) page.Add($"<p class=\"soft\"><small>Intervals, {method}.</small></p>");
    }
}
