namespace Graft.Bench;

/// <summary>What a measurement found.</summary>
/// <param name="Step">Median seconds of a step, without the first two.</param>
/// <param name="Epoch">Seconds of an epoch: the mean over all of them, whatever is done once included.</param>
/// <param name="Losses">Loss of every step.</param>
internal sealed record TrainingTimes(double Step, double Epoch, IReadOnlyList<double> Losses)
{
    public static TrainingTimes Of(IReadOnlyList<double> steps, double total, int epochs, IReadOnlyList<double> losses)
    {
        var sorted = steps.Skip(2).Order().ToList();
        return new TrainingTimes(sorted[sorted.Count / 2], total / epochs, losses);
    }

    /// <summary>Of several measurements of one case: the median of each time. The losses are the same in all.</summary>
    public static TrainingTimes Median(IReadOnlyList<TrainingTimes> rounds) =>
        new(Measure.Median(rounds.Select(times => times.Step)), Measure.Median(rounds.Select(times => times.Epoch)), rounds[0].Losses);
}
