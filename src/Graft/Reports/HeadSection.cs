using System.Globalization;
using Graft.Tasks;

namespace Graft.Reports;

/// <summary>Title, the main figures and the command.</summary>
internal static class HeadSection
{
    public static void Write(HtmlPage page, ReportData data)
    {
        var facts = new List<string> { data.Model, $"strategy {data.Strategy}" };
        if (data.Started is { } started) facts.Add(started.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture));
        if (data.Duration is { } duration) facts.Add(Figures.Duration(duration));
        page.Add($"<header><h1>{data.RunName}</h1><p class=\"soft\">{string.Join(" · ", facts)}</p></header>");
        if (data.Test is not null) Tiles(page, data.Test, "test");
        else if (data.Validation is not null) Tiles(page, data.Validation, "validation");
        if (data.Command is not null) page.Add($"<pre>{data.Command}</pre>");
    }

    private static void Tiles(HtmlPage page, ClassificationReport report, string part)
    {
        page.Add($"<div class=\"tiles\">");
        page.Add($"<div class=\"tile main\"><span>Accuracy</span><b>{Figures.Percent(report.Accuracy)}</b><span>{Figures.Percent(report["accuracy"].Interval)}</span></div>");
        Tile(page, "Balanced accuracy", Figures.Percent(report.BalancedAccuracy), Figures.Percent(report["balanced_accuracy"].Interval));
        Tile(page, "Macro F1", Figures.Percent(report.Macro.F1), Figures.Percent(report["macro_f1"].Interval));
        Tile(page, "ROC AUC", Figures.Plain(report.RocAuc), Figures.Plain(report["roc_auc"].Interval));
        Tile(page, "Log-loss", Figures.Plain(report.LogLoss), Figures.Plain(report["log_loss"].Interval));
        Tile(page, $"On {part}", Figures.Count(report.Count), $"{(report.Count == 1 ? "picture" : "pictures")}, {report.Classes.Count} classes");
        page.Add($"</div><p class=\"soft below\">Ranges are {report["accuracy"].Interval!.Level * 100:0.#} % confidence intervals.</p>");
    }

    private static void Tile(HtmlPage page, string name, string value, string below) =>
        page.Add($"<div class=\"tile\"><span>{name}</span><b>{value}</b><span>{below}</span></div>");
}
