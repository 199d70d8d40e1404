using Graft.Data;

namespace Graft.Reports;

/// <summary>Title, the main metrics and the command.</summary>
internal static class HeadSection
{
    public static void Write(HtmlPage page, RunReport report)
    {
        page.Add($"<header><h1>{report.Title}</h1><p class=\"soft\">{string.Join(" · ", report.Subtitle)}</p></header>");
        if (report.Splits.Count > 0) Tiles(page, report.Splits[0], report.WarningOf(report.Splits[0]));
        if (report.Command is not null) page.Add($"<pre>{report.Command}</pre>");
    }

    private static void Tiles(HtmlPage page, SplitReport split, string? warning)
    {
        page.Add($"<div class=\"tiles\">");
        foreach (var (at, metric) in split.Headline.Index())
            Tile(page, at == 0 ? "tile main" : "tile", metric.Title, metric.ValueText(), metric.IntervalText());
        Tile(page, "tile", $"On {split.Split}", Numbers.Count(split.Report.ImageCount),
            $"{(split.Report.ImageCount == 1 ? "image" : "images")}, {Words.Count(split.Report.Classes.Count, "class", "classes")}");
        page.Add($"</div>");
        if (warning is not null) page.Add($"<p class=\"below chosen\">{Capital(warning)}.</p>");
        if (split.HeadlineNote.Length > 0) page.Add($"<p class=\"soft below\">{split.HeadlineNote}</p>");
    }

    private static void Tile(HtmlPage page, string kind, string name, string value, string below) =>
        page.Add($"<div class=\"{kind}\"><span>{name}</span><b>{value}</b><span>{below}</span></div>");

    /// <summary>With a capital at the start, as headings have.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
