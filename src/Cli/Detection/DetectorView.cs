using System.Globalization;
using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>COCO's figures as tables.</summary>
internal static class DetectorView
{
    public static void Show(DetectionReport details, IAnsiConsole console)
    {
        var (boxes, masks) = (details.Boxes, details.Masks);
        console.WriteLine($"{boxes.Pictures} pictures, {boxes.PerClass.Count} classes");
        var table = masks is null ? Terminal.Table("figure", "value", "95 % interval") : Terminal.Table("figure", "boxes", "95 % interval", "masks", "95 % interval");
        for (var i = 0; i < boxes.Metrics.Count; i++) table.AddRow([new Text(boxes.Metrics[i].Name), .. Values(boxes.Metrics[i]), .. masks is null ? [] : Values(masks.Metrics[i])]);
        console.Write(table);
        var classes = masks is null ? Terminal.Table("class", "objects", "AP", "AP50", "best score", "F1 there") : Terminal.Table("class", "objects", "AP", "AP50", "mask AP", "mask AP50", "best score", "F1 there");
        for (var label = 0; label < boxes.PerClass.Count; label++)
            classes.AddRow([new Text(boxes.PerClass[label].Name), new Text($"{boxes.PerClass[label].Objects}"), .. Values(boxes.PerClass[label]), .. masks is null ? [] : Values(masks.PerClass[label]), .. Best(boxes.PerClass[label], details.Curves[label])]);
        console.Write(classes);
        console.WriteLine($"F1 is highest, {Figure(details.BestF1)}, when detections count from a score of {Figure(details.BestThreshold)} (predict --conf)");
        var errors = details.Errors;
        console.WriteLine($"errors at any score: {errors.Classification.Count} of class, {errors.Localisation.Count} of localisation, {errors.Both.Count} of both, {errors.Duplicate.Count} duplicates, {errors.Background.Count} on background, {errors.Missed.Count} missed");
    }

    private static Text[] Values(Metric metric) => [new Text(Figure(metric.Value ?? -1)), new Text(metric.Interval?.ToString() ?? "")];

    private static Text[] Values(CocoClassResult row) => [new Text(Figure(row.AP ?? -1)), new Text(Figure(row.AP50 ?? -1))];

    private static Text[] Best(CocoClassResult row, DetectionCurve curve) => [new Text(Figure(row.Objects > 0 ? curve.BestThreshold : -1)), new Text(Figure(row.Objects > 0 ? curve.BestF1 : -1))];

    // pycocotools writes -1 where there is no object of a size.
    private static string Figure(double value) => value < 0 ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
