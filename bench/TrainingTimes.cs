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
}
