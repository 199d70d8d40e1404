using System.Globalization;
using CsvHelper;
using Graft.Reports;

namespace Graft;

/// <summary>results.csv: a line per epoch.</summary>
internal static class ResultsCsv
{
    public static void Write(string path, IReadOnlyList<EpochRecord> history) => AtomicFile.Write(path, stream =>
    {
        using var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord([
            "epoch", "phase", "train_loss", "val_loss",
            $"val_{(history.Count > 0 ? history[0].Metric : "accuracy").Replace(' ', '_').ToLowerInvariant()}",
            "learning_rate",
        ]);
        foreach (var epoch in history)
            csv.WriteRecord([epoch.Epoch.ToString(CultureInfo.InvariantCulture), epoch.Phase, Number(epoch.TrainingLoss),
                Number(epoch.ValidationLoss), Number(epoch.ValidationMetric), Number(epoch.LearningRate)]);
    });

    private static string Number(double? value) => value?.ToString("G6", CultureInfo.InvariantCulture) ?? "";
}
