using System.Globalization;
using Graft.Tasks;

namespace Graft.Reports;

/// <summary>Title, the main metrics and the command.</summary>
internal static class HeadSection
{
    public static void Write(HtmlPage page, ReportData data)
    {
        var facts = new List<string> { data.Model, $"strategy {data.Strategy}" };
        if (data.Started is { } started) facts.Add(started.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture));
        if (data.Duration is { } duration) facts.Add(Numbers.Duration(duration));
        page.Add($"<header><h1>{data.RunName}</h1><p class=\"soft\">{string.Join(" · ", facts)}</p></header>");
        if (data.Test is not null) Tiles(page, data.Test, "test");
        else if (data.Validation is not null) Tiles(page, data.Validation, "validation");
        if (data.Command is not null) page.Add($"<pre>{data.Command}</pre>");
    }

    private static void Tiles(HtmlPage page, ClassificationReport report, string part)
    {
        page.Add($"<div class=\"tiles\">");
        page.Add($"<div class=\"tile main\"><span>Accuracy</span><b>{Numbers.Percent(report.Accuracy)}</b><span>{Numbers.Percent(report.Intervals.Accuracy)}</span></div>");
        Tile(page, "Balanced accuracy", Numbers.Percent(report.BalancedAccuracy), Numbers.Percent(report.Intervals.BalancedAccuracy));
        Tile(page, "Macro F1", Numbers.Percent(report.Macro.F1), Numbers.Percent(report.Intervals.MacroF1));
        Tile(page, "ROC AUC", Numbers.Plain(report.RocAuc), Numbers.Plain(report.Intervals.RocAuc));
        Tile(page, "Log-loss", Numbers.Plain(report.LogLoss), Numbers.Plain(report.Intervals.LogLoss));
        Tile(page, $"On {part}", Numbers.Count(report.Count), $"{(report.Count == 1 ? "image" : "images")}, {report.Classes.Count} classes");
        page.Add($"</div><p class=\"soft below\">Ranges are {report.Intervals.Accuracy.Level * 100:0.#} % confidence intervals.</p>");
    }

    private static void Tile(HtmlPage page, string name, string value, string below) =>
        page.Add($"<div class=\"tile\"><span>{name}</span><b>{value}</b><span>{below}</span></div>");
}
