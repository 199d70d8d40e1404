using System.Globalization;
using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>A segmentation report as tables: the figures with their intervals, then the classes.</summary>
internal static class SegmentView
{
    public static void Show(SegmentationReport report, IAnsiConsole console)
    {
        console.WriteLine($"{report.Pictures} pictures, {report.Classes.Count} classes");
        var table = Terminal.Table("figure", "value", "95 % interval");
        foreach (var metric in report.Metrics) table.AddRow(new Text(metric.Name), new Text(Figure(metric.Value)), new Text(metric.Interval?.ToString() ?? ""));
        console.Write(table);
        var classes = Terminal.Table("class", "pixels", "IoU", "Dice", "precision", "recall", "boundary F");
        foreach (var row in report.PerClass)
            classes.AddRow(new[] { row.Name, $"{row.Pixels}", Figure(row.IoU), Figure(row.Dice), Figure(row.Precision), Figure(row.Recall), Figure(row.BoundaryF) }.Select(cell => new Text(cell)));
        console.Write(classes);
        foreach (var note in report.Notes) console.WriteLine($"note: {note}");
    }

    private static string Figure(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";
}
