using System.Globalization;
using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>COCO's figures as tables.</summary>
internal static class DetectorView
{
    private static readonly string[] Names = ["AP", "AP50", "AP75", "AP small", "AP medium", "AP large", "AR 1", "AR 10", "AR 100", "AR small", "AR medium", "AR large"];

    public static void Show(CocoReport report, IAnsiConsole console)
    {
        console.WriteLine($"{report.Pictures} pictures, {report.PerClass.Count} classes");
        var table = Terminal.Table("figure", "value", "95 % interval");
        ConfidenceInterval?[] intervals = [report.APInterval, report.AP50Interval, report.AP75Interval];
        for (var i = 0; i < Names.Length; i++)
            table.AddRow(new Text(Names[i]), new Text(Figure(report.Figures.All[i])), new Text(i < intervals.Length ? intervals[i]?.ToString() ?? "" : ""));
        console.Write(table);
        var classes = Terminal.Table("class", "objects", "AP", "AP50");
        foreach (var row in report.PerClass)
            classes.AddRow(new Text(row.Name), new Text($"{row.Objects}"), new Text(Figure(row.AP ?? -1)), new Text(Figure(row.AP50 ?? -1)));
        console.Write(classes);
    }

    // pycocotools writes -1 where there is no object of a size.
    private static string Figure(double value) => value < 0 ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
