using System.Globalization;
using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>COCO's figures as tables.</summary>
internal static class DetectorView
{
    private static readonly string[] Names = ["AP", "AP50", "AP75", "AP small", "AP medium", "AP large", "AR 1", "AR 10", "AR 100", "AR small", "AR medium", "AR large"];

    public static void Show(DetectionReport report, IAnsiConsole console)
    {
        var (boxes, masks) = (report.Boxes, report.Masks);
        console.WriteLine($"{boxes.Pictures} pictures, {boxes.PerClass.Count} classes");
        var table = masks is null ? Terminal.Table("figure", "value", "95 % interval") : Terminal.Table("figure", "boxes", "95 % interval", "masks", "95 % interval");
        for (var i = 0; i < Names.Length; i++) table.AddRow([new Text(Names[i]), .. Values(boxes, i), .. masks is null ? [] : Values(masks, i)]);
        console.Write(table);
        var classes = masks is null ? Terminal.Table("class", "objects", "AP", "AP50") : Terminal.Table("class", "objects", "AP", "AP50", "mask AP", "mask AP50");
        for (var label = 0; label < boxes.PerClass.Count; label++)
            classes.AddRow([new Text(boxes.PerClass[label].Name), new Text($"{boxes.PerClass[label].Objects}"), .. Values(boxes.PerClass[label]), .. masks is null ? [] : Values(masks.PerClass[label])]);
        console.Write(classes);
    }

    private static Text[] Values(CocoReport report, int figure)
    {
        ConfidenceInterval?[] intervals = [report.APInterval, report.AP50Interval, report.AP75Interval];
        return [new Text(Figure(report.Figures.All[figure])), new Text(figure < intervals.Length ? intervals[figure]?.ToString() ?? "" : "")];
    }

    private static Text[] Values(CocoClassResult row) => [new Text(Figure(row.AP ?? -1)), new Text(Figure(row.AP50 ?? -1))];

    // pycocotools writes -1 where there is no object of a size.
    private static string Figure(double value) => value < 0 ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
