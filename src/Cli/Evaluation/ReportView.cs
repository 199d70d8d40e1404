using System.Globalization;
using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>A classification report as tables: the metrics with their intervals, then the classes.</summary>
internal static class ReportView
{
    public static void Show(ClassificationReport report, IAnsiConsole console)
    {
        console.WriteLine($"{report.Count} images, {report.Classes.Count} classes");
        console.Write(Metrics(report));
        console.Write(Classes(report));
        foreach (var note in report.Notes) console.WriteLine($"note: {note}");
    }

    private static Table Metrics(ClassificationReport report)
    {
        var intervals = report.Intervals;
        var table = Terminal.Table("metric", "value", $"{intervals.Accuracy.Level * 100:0} % interval");
        void Row(string name, double? value, ConfidenceInterval? interval = null) =>
            table.AddRow(new Text(name), new Text(Format(value)), new Text(interval?.ToString() ?? ""));
        Row("accuracy", report.Accuracy, intervals.Accuracy);
        Row($"top-{report.TopK} accuracy", report.TopKAccuracy, intervals.TopKAccuracy);
        Row("balanced accuracy", report.BalancedAccuracy, intervals.BalancedAccuracy);
        Row("macro F1", report.Macro.F1, intervals.MacroF1);
        Row("weighted F1", report.Weighted.F1, intervals.WeightedF1);
        Row("log-loss", report.LogLoss, intervals.LogLoss);
        Row("ROC AUC", report.RocAuc, intervals.RocAuc);
        Row("Brier score", report.BrierScore);
        Row("calibration error", report.ExpectedCalibrationError);
        return table;
    }

    private static Table Classes(ClassificationReport report)
    {
        var table = Terminal.Table("class", "images", "precision", "recall", "F1", "ROC AUC");
        foreach (var row in report.PerClass)
            table.AddRow(new[] { row.Class, $"{row.Support}", Format(row.Precision), Format(row.Recall), Format(row.F1), Format(row.RocAuc) }
                .Select(cell => new Text(cell)));
        return table;
    }

    private static string Format(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";
}
