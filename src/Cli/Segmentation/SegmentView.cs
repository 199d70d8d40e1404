using System.Globalization;
using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>A segmentation report as tables: the metrics with their intervals, then the classes.</summary>
internal static class SegmentView
{
    public static void Show(SegmentationReport report, IAnsiConsole console)
    {
        console.WriteLine($"{report.Images} images, {report.Classes.Count} classes");
        var table = Terminal.Table("metric", "value", "95 % interval");
        void Row(string name, double? value, ConfidenceInterval? interval = null) => table.AddRow(new Text(name), new Text(Format(value)), new Text(interval?.ToString() ?? ""));
        Row("mean IoU", report.MeanIoU, report.MeanIoUInterval);
        Row("mean Dice", report.MeanDice, report.MeanDiceInterval);
        Row("pixel accuracy", report.PixelAccuracy, report.PixelAccuracyInterval);
        Row("mean accuracy", report.MeanAccuracy);
        Row("weighted IoU", report.FrequencyWeightedIoU);
        Row("boundary F", report.MeanBoundaryF, report.MeanBoundaryFInterval);
        console.Write(table);
        var classes = Terminal.Table("class", "pixels", "IoU", "Dice", "precision", "recall", "boundary F");
        foreach (var row in report.PerClass)
            classes.AddRow(new[] { row.Name, $"{row.Pixels}", Format(row.IoU), Format(row.Dice), Format(row.Precision), Format(row.Recall), Format(row.BoundaryF) }.Select(cell => new Text(cell)));
        console.Write(classes);
        foreach (var note in report.Notes) console.WriteLine($"note: {note}");
    }

    private static string Format(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";
}
