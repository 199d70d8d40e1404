using Graft.Tasks;

namespace Graft.Tests.Coverage;

/// <summary>Two classifiers on the same images; the second is right half as often where the first is.</summary>
internal sealed class PairedWorld : World
{
    public override string Name => "two models on the same images";

    public override IEnumerable<(string Metric, ConfidenceInterval? Interval, double Truth)> Draw(int images, double truth, SeededRandom random)
    {
        bool[] first = [.. Enumerable.Range(0, images).Select(_ => random.NextDouble() < truth)];
        bool[] second = [.. first.Select(isRight => isRight ? random.NextDouble() < 0.5 : random.NextDouble() < 0.1)];
        yield return ("difference of the accuracies", PairedShares.Difference(first, second), truth - (truth * 0.5 + (1 - truth) * 0.1));
    }
}
