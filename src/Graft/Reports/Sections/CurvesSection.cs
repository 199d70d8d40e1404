namespace Graft.Reports;

/// <summary>Loss, the main metric and the learning rate by epoch.</summary>
internal static class CurvesSection
{
    public static void Write(HtmlPage page, IReadOnlyList<EpochRecord> history)
    {
        if (history.Count == 0) return;
        var phases = Phases(history);
        var metric = history[0].Metric;
        page.Add($"<section class=\"card\"><h2>Training</h2><div class=\"two\">");
        new LineChart("Loss", Lines(
            new("training", [.. history.Select(epoch => ((double)epoch.Epoch, epoch.TrainingLoss))]),
            new("validation", Points(history, epoch => epoch.ValidationLoss))), phases, value => Numbers.Plain(value)).Write(page);
        new LineChart($"Validation {metric}", Lines(new LineSeries($"validation {metric}", Points(history, epoch => epoch.ValidationMetric))), phases,
            value => Numbers.Percent(value)).Write(page);
        new LineChart("Learning rate", Lines(new LineSeries("highest learning rate", Points(history, epoch => epoch.LearningRate))), phases,
            value => Numbers.Rate(value)).Write(page);
        PhaseTable(page, history, metric);
        page.Add($"</div>");
        if (history.LastOrDefault(epoch => epoch.IsBest) is { } kept)
            page.Add($"""
                <p class="soft">Epoch {kept.Epoch} of {history.Count} was the best:
                validation {metric} {Numbers.Percent(kept.ValidationMetric)}.</p>
                """);
        page.Add($"</section>");
    }

    private static void PhaseTable(HtmlPage page, IReadOnlyList<EpochRecord> history, string metric)
    {
        page.Add($"<div><h3>Phases</h3>");
        page.Table(["Phase", "Epochs", "Training loss", "Validation loss", $"Best {metric}"], history.GroupBy(epoch => epoch.Phase).Select(phase =>
            new HtmlRow(phase.Key, $"{phase.First().Epoch}–{phase.Last().Epoch}", Numbers.Plain(phase.Last().TrainingLoss),
                Numbers.Plain(phase.Last().ValidationLoss), Numbers.Percent(phase.Max(epoch => epoch.ValidationMetric)))));
        page.Add($"<p class=\"soft\"><small>Losses at the end of the phase.</small></p></div>");
    }

    /// <summary>Where each phase begins, with its name; nothing when there is only one.</summary>
    public static IReadOnlyList<(double X, string Name)> Phases(IReadOnlyList<EpochRecord> history)
    {
        var starts = history.Where((epoch, i) => i == 0 || epoch.Phase != history[i - 1].Phase).Select(epoch => ((double)epoch.Epoch, epoch.Phase)).ToList();
        return starts.Count > 1 ? starts : [];
    }

    private static List<LineSeries> Lines(params LineSeries[] lines) => [.. lines.Where(line => line.Points.Count > 0)];

    private static List<(double X, double Y)> Points(IReadOnlyList<EpochRecord> history, Func<EpochRecord, double?> value) =>
        [.. history.Where(epoch => value(epoch) is not null).Select(epoch => ((double)epoch.Epoch, value(epoch)!.Value))];
}
