using Graft.Data;
using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>The report of any task as tables: the metrics with their intervals, then the classes.</summary>
internal static class ReportView
{
    public static void Show(EvaluationReport report, IAnsiConsole console)
    {
        console.WriteLine($"{Words.Count(report.ImageCount, "image")}, {Words.Count(report.Classes.Count, report.ClassWords.One, report.ClassWords.Many)}");
        console.Write(Metrics(report.Metrics));
        if (Classes(report) is { } table) console.Write(table);
        if (report is DetectionReport detection) Errors(detection, console);
        foreach (var note in report.Notes) console.WriteLine($"note: {note}");
    }

    private static Table Metrics(IReadOnlyList<Metric> metrics)
    {
        var level = metrics.Select(metric => metric.Interval?.Level).FirstOrDefault(level => level is not null) ?? 0.95;
        var table = Terminal.Table("metric", "value", FormattableString.Invariant($"{level * 100:0.#} % interval"));
        foreach (var metric in metrics) table.AddRow(Row(metric.Name, metric.ValueText(), metric.IntervalText()));
        return table;
    }

    private static Table? Classes(EvaluationReport report) => report switch
    {
        ClassificationReport classification => Table(["class", "images", "precision", "recall", "F1", "ROC AUC"], classification.PerClass.Select(row =>
            new[] { row.Class, $"{row.Support}", Share(row.Precision), Share(row.Recall), Share(row.F1), MetricText.Of(row.RocAuc, MetricFormat.Decimal) })),
        SegmentationReport segmentation => Table(["class", "pixels", "IoU", "Dice", "precision", "recall", "boundary F"], segmentation.PerClass.Select(row =>
            new[] { row.Name, $"{row.Pixels}", Share(row.IoU), Share(row.Dice), Share(row.Precision), Share(row.Recall), Share(row.BoundaryF) })),
        DetectionReport detection => Objects(detection),
        IdentityReport { AgainstFrozen: { } comparison } => Table(["measure", "frozen network", "trained", "difference"], comparison.Rows.Select(row =>
            new[] { row.Name, Share(row.Frozen), Share(row.Trained), row.Difference })),
        IdentityReport => null,
        _ => throw new ArgumentException($"There is no table for {report.GetType().Name}.", nameof(report)),
    };

    private static Table Objects(DetectionReport report)
    {
        string[] masks = report.Masks is null ? [] : ["mask AP", "mask AP50"];
        return Table(["class", "objects", "AP", "AP50", .. masks, "best score", "F1 there"], report.Boxes.PerClass.Select((row, label) =>
        {
            var (curve, isThere) = (report.Curves[label], row.Objects > 0);
            string[] ofMasks = report.Masks is { } other ? [Share(other.PerClass[label].AP), Share(other.PerClass[label].AP50)] : [];
            var best = MetricText.Of(isThere ? curve.BestThreshold : null, MetricFormat.Decimal);
            return (string[])[row.Name, $"{row.Objects}", Share(row.AP), Share(row.AP50), .. ofMasks, best, Share(isThere ? curve.BestF1 : null)];
        }));
    }

    private static void Errors(DetectionReport report, IAnsiConsole console)
    {
        var (errors, threshold) = (report.Errors, MetricText.Of(report.BestThreshold, MetricFormat.Decimal));
        console.WriteLine($"F1 is highest, {Share(report.BestF1)}, at a score threshold of {threshold} (predict --conf)");
        (int Count, string Kind)[] kinds =
        [
            (errors.Classification.Count, "of class"), (errors.Localisation.Count, "of localisation"), (errors.Both.Count, "of both"),
            (errors.Duplicate.Count, errors.Duplicate.Count == 1 ? "duplicate" : "duplicates"),
            (errors.Background.Count, "on background"), (errors.Missed.Count, "missed"),
        ];
        console.WriteLine($"errors at any score: {string.Join(", ", kinds.Select(kind => $"{kind.Count} {kind.Kind}"))}");
    }

    private static Table Table(string[] columns, IEnumerable<string[]> rows)
    {
        var table = Terminal.Table(columns);
        foreach (var row in rows) table.AddRow(Row(row));
        return table;
    }

    private static Text[] Row(params string[] cells) => [.. cells.Select(cell => new Text(cell))];

    private static string Share(double? value) => MetricText.Of(value, MetricFormat.Percent);
}
