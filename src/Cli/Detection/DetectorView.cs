using System.Globalization;
using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>COCO's metrics as tables.</summary>
internal static class DetectorView
{
    private static readonly string[] Names = ["AP", "AP50", "AP75", "AP small", "AP medium", "AP large", "AR 1", "AR 10", "AR 100", "AR small", "AR medium", "AR large"];

    public static void Show(DetectionReport details, IAnsiConsole console)
    {
        var (boxes, masks) = (details.Boxes, details.Masks);
        console.WriteLine($"{boxes.Images} images, {boxes.PerClass.Count} classes");
        var table = masks is null ? Terminal.Table("metric", "value", "95 % interval") : Terminal.Table("metric", "boxes", "95 % interval", "masks", "95 % interval");
        for (var i = 0; i < Names.Length; i++) table.AddRow([new Text(Names[i]), .. Values(boxes, i), .. masks is null ? [] : Values(masks, i)]);
        console.Write(table);
        var classes = masks is null ? Terminal.Table("class", "objects", "AP", "AP50", "best score", "F1 there") : Terminal.Table("class", "objects", "AP", "AP50", "mask AP", "mask AP50", "best score", "F1 there");
        for (var label = 0; label < boxes.PerClass.Count; label++)
            classes.AddRow([new Text(boxes.PerClass[label].Name), new Text($"{boxes.PerClass[label].Objects}"), .. Values(boxes.PerClass[label]), .. masks is null ? [] : Values(masks.PerClass[label]), .. Best(boxes.PerClass[label], details.Curves[label])]);
        console.Write(classes);
        console.WriteLine($"F1 is highest, {Format(details.BestF1)}, at a score threshold of {Format(details.BestThreshold)} (predict --conf)");
        var errors = details.Errors;
        console.WriteLine($"errors at any score: {errors.Classification.Count} of class, {errors.Localisation.Count} of localisation, {errors.Both.Count} of both, {errors.Duplicate.Count} duplicates, {errors.Background.Count} on background, {errors.Missed.Count} missed");
    }

    private static Text[] Values(CocoReport report, int metric)
    {
        ConfidenceInterval?[] intervals = [report.APInterval, report.AP50Interval, report.AP75Interval];
        return [new Text(Format(report.Summary.All[metric])), new Text(metric < intervals.Length ? intervals[metric]?.ToString() ?? "" : "")];
    }

    private static Text[] Values(CocoClassResult row) => [new Text(Format(row.AP ?? -1)), new Text(Format(row.AP50 ?? -1))];

    private static Text[] Best(CocoClassResult row, DetectionCurve curve) => [new Text(Format(row.Objects > 0 ? curve.BestThreshold : -1)), new Text(Format(row.Objects > 0 ? curve.BestF1 : -1))];

    // pycocotools writes -1 where there is no object of a size.
    private static string Format(double value) => value < 0 ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
