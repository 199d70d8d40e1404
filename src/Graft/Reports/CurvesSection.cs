namespace Graft.Reports;

/// <summary>Loss, accuracy and learning rate by epoch.</summary>
internal static class CurvesSection
{
    public static void Write(HtmlPage page, IReadOnlyList<EpochRecord> history)
    {
        if (history.Count == 0) return;
        var phases = Phases(history);
        page.Add($"<section class=\"card\"><h2>Training</h2><div class=\"two\">");
        new LineChart("Loss", Lines(
            new("training", [.. history.Select(epoch => ((double)epoch.Epoch, epoch.TrainingLoss))]),
            new("validation", Points(history, epoch => epoch.ValidationLoss))), phases, value => Numbers.Plain(value)).Write(page);
        new LineChart($"Validation {history[0].Metric}", Lines(new LineSeries($"validation {history[0].Metric}", Points(history, epoch => epoch.ValidationMetric))), phases,
            value => Numbers.Percent(value)).Write(page);
        new LineChart("Learning rate", Lines(new LineSeries("highest learning rate", Points(history, epoch => epoch.LearningRate))), phases,
            value => Numbers.Rate(value)).Write(page);
        PhaseTable(page, history);
        page.Add($"</div>");
        var best = history.Where(epoch => epoch.ValidationMetric is not null).MaxBy(epoch => epoch.ValidationMetric);
        if (best is not null)
            page.Add($"<p class=\"soft\">Best validation {best.Metric} {Numbers.Percent(best.ValidationMetric)} in epoch {best.Epoch} of {history.Count}.</p>");
        page.Add($"</section>");
    }

    private static void PhaseTable(HtmlPage page, IReadOnlyList<EpochRecord> history)
    {
        page.Add($"<div><h3>Phases</h3><div class=\"scroll\"><table><thead><tr><th>Phase</th><th>Epochs</th><th>Training loss</th><th>Validation loss</th><th>Best {history[0].Metric}</th></tr></thead><tbody>");
        foreach (var phase in history.GroupBy(epoch => epoch.Phase))
            page.Add($"<tr><td>{phase.Key}</td><td>{phase.First().Epoch}–{phase.Last().Epoch}</td><td>{Numbers.Plain(phase.Last().TrainingLoss)}</td><td>{Numbers.Plain(phase.Last().ValidationLoss)}</td><td>{Numbers.Percent(phase.Max(epoch => epoch.ValidationMetric))}</td></tr>");
        page.Add($"</tbody></table></div><p class=\"soft\"><small>Losses at the end of the phase.</small></p></div>");
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
