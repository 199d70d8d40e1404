using System.Globalization;
using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>A classification report as tables: the figures with their intervals, then the classes.</summary>
internal static class ReportView
{
    public static void Show(ClassificationReport report, IAnsiConsole console)
    {
        console.WriteLine($"{report.Count} pictures, {report.Classes.Count} classes");
        console.Write(Figures(report));
        console.Write(Classes(report));
        foreach (var note in report.Notes) console.WriteLine($"note: {note}");
    }

    private static Table Figures(ClassificationReport report)
    {
        var table = Terminal.Table("figure", "value", "95 % interval");
        foreach (var metric in report.Metrics) table.AddRow(new Text(metric.Name), new Text(Figure(metric.Value)), new Text(metric.Interval?.ToString() ?? ""));
        return table;
    }

    private static Table Classes(ClassificationReport report)
    {
        var table = Terminal.Table("class", "pictures", "precision", "recall", "F1", "ROC AUC");
        foreach (var row in report.PerClass)
            table.AddRow(new[] { row.Class, $"{row.Support}", Figure(row.Precision), Figure(row.Recall), Figure(row.F1), Figure(row.RocAuc) }
                .Select(cell => new Text(cell)));
        return table;
    }

    private static string Figure(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";
}
