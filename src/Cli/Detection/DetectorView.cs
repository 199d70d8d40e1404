using System.Globalization;
using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>COCO's figures as tables.</summary>
internal static class DetectorView
{
    private static readonly string[] Names = ["AP", "AP50", "AP75", "AP small", "AP medium", "AP large", "AR 1", "AR 10", "AR 100", "AR small", "AR medium", "AR large"];

    public static void Show(DetectionReport details, IAnsiConsole console)
    {
        var report = details.Boxes;
        console.WriteLine($"{report.Pictures} pictures, {report.PerClass.Count} classes");
        var table = Terminal.Table("figure", "value", "95 % interval");
        ConfidenceInterval?[] intervals = [report.APInterval, report.AP50Interval, report.AP75Interval];
        for (var i = 0; i < Names.Length; i++)
            table.AddRow(new Text(Names[i]), new Text(Figure(report.Figures.All[i])), new Text(i < intervals.Length ? intervals[i]?.ToString() ?? "" : ""));
        console.Write(table);
        var classes = Terminal.Table("class", "objects", "AP", "AP50", "best score", "F1 there");
        foreach (var (row, curve) in report.PerClass.Zip(details.Curves))
            classes.AddRow(new[] { row.Name, $"{row.Objects}", Figure(row.AP ?? -1), Figure(row.AP50 ?? -1), Figure(row.Objects > 0 ? curve.BestThreshold : -1), Figure(row.Objects > 0 ? curve.BestF1 : -1) }.Select(cell => new Text(cell)));
        console.Write(classes);
        console.WriteLine($"F1 is highest, {Figure(details.BestF1)}, when detections count from a score of {Figure(details.BestThreshold)} (predict --conf)");
        var errors = details.Errors;
        console.WriteLine($"errors at any score: {errors.Classification.Count} of class, {errors.Localisation.Count} of localisation, {errors.Both.Count} of both, {errors.Duplicate.Count} duplicates, {errors.Background.Count} on background, {errors.Missed.Count} missed");
    }

    // pycocotools writes -1 where there is no object of a size.
    private static string Figure(double value) => value < 0 ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
