namespace Graft.Tasks;

/// <summary>Two classes that a classifier of images it had not seen cannot tell apart.</summary>
/// <param name="One">The first class.</param>
/// <param name="Other">The second class.</param>
/// <param name="Images">Images of both that were taken for one of both.</param>
/// <param name="Wrong">How many of them were taken for the other one.</param>
/// <param name="LowerBound">The share of wrong ones is hardly smaller: the lower end of its 95 % interval.</param>
internal sealed record ConfusedClasses(int One, int Other, int Images, int Wrong, double LowerBound)
{
    private const double Confused = 0.15;
    private const int Fewest = 3;

    /// <summary>Pairs of which more than about a seventh is confused, the worst first.</summary>
    /// <param name="probabilities">N x <paramref name="classes"/> out-of-fold probabilities.</param>
    /// <param name="labels">N labels.</param>
    /// <param name="classes">Classes.</param>
    public static IReadOnlyList<ConfusedClasses> Find(double[] probabilities, int[] labels, int classes)
    {
        var counts = new int[classes, classes];
        for (var i = 0; i < labels.Length; i++)
        {
            var best = 0;
            for (var c = 1; c < classes; c++)
                if (probabilities[i * classes + c] > probabilities[i * classes + best]) best = c;
            counts[labels[i], best]++;
        }
        var pairs = new List<ConfusedClasses>();
        for (var one = 0; one < classes; one++)
            for (var other = one + 1; other < classes; other++)
            {
                var wrong = counts[one, other] + counts[other, one];
                var all = wrong + counts[one, one] + counts[other, other];
                if (wrong < Fewest) continue;
                var bound = ConfidenceInterval.Exact(wrong, all).Low;
                if (bound > Confused) pairs.Add(new(one, other, all, wrong, bound));
            }
        return [.. pairs.OrderByDescending(pair => pair.LowerBound)];
    }
}
