namespace Graft.Tasks;

/// <summary>
/// Whether something beside the motif gives the class away: its nearest neighbours in that trait alone, out of other groups, are asked for the class, and the
/// answer is compared with that for shuffled labels (a permutation test).
/// </summary>
internal static class ShortcutTest
{
    // More images make the test no more telling, and pairs of them grow with their square.
    private const int MaxImages = 1000;

    private const int Neighbours = 3, Permutations = 500;

    /// <summary>Above chance by at least so much, or it would be of no help to a network.</summary>
    public const double MinGain = 0.2;

    private const double TellingGain = 0.4;

    /// <summary>Tests one trait.</summary>
    /// <param name="traits">N rows of a few numbers; the same for all images where there is nothing to see.</param>
    /// <param name="labels">N labels.</param>
    /// <param name="units">Images of one unit do not answer for one another; null where each stands alone.</param>
    /// <param name="seed">Decides the permutations.</param>
    public static ShortcutEvidence Run(double[][] traits, int[] labels, IReadOnlyList<int>? units, ulong seed)
    {
        if (labels.Length > MaxImages)
        {
            var drawn = Enumerable.Range(0, labels.Length).ToArray();
            SeededRandom.For(seed, "shortcut images").Shuffle<int>(drawn);
            drawn = drawn[..MaxImages];
            (traits, labels) = ([.. drawn.Select(i => traits[i])], [.. drawn.Select(i => labels[i])]);
            units = units is null ? null : [.. drawn.Select(i => units[i])];
        }
        var nearest = Nearest(Scaled(traits), units);
        var shares = Shares(nearest, labels);
        var accuracy = Mean(shares);
        var random = SeededRandom.For(seed, "shortcut");
        var shuffled = labels.ToArray();
        var (sum, atLeast) = (0.0, 0);
        for (var permutation = 0; permutation < Permutations; permutation++)
        {
            random.Shuffle<int>(shuffled);
            var chance = Mean(Shares(nearest, shuffled));
            sum += chance;
            if (chance >= accuracy) atLeast++;
        }
        var mean = sum / Permutations;
        return new(accuracy, mean, (atLeast + 1.0) / (Permutations + 1),
            [.. Enumerable.Range(0, shares.Length).Where(label => shares[label] - mean >= TellingGain).OrderByDescending(label => shares[label])]);
    }

    private static double[][] Scaled(double[][] traits)
    {
        var width = traits[0].Length;
        var deviations = Enumerable.Range(0, width).Select(t =>
        {
            var mean = traits.Average(row => row[t]);
            return Math.Sqrt(traits.Average(row => (row[t] - mean) * (row[t] - mean)));
        }).ToArray();
        return [.. traits.Select(row => row.Select((value, t) => deviations[t] > 1e-12 ? value / deviations[t] : 0).ToArray())];
    }

    // Of equally near ones all have a vote: a trait that is the same everywhere says nothing.
    private static int[][] Nearest(double[][] rows, IReadOnlyList<int>? units)
    {
        var nearest = new int[rows.Length][];
        Parallel.For(0, rows.Length, i =>
        {
            var others = Enumerable.Range(0, rows.Length).Where(j => j != i && (units is null || units[j] != units[i]))
                .Select(j => (Index: j, Distance: rows[i].Zip(rows[j], (a, b) => (a - b) * (a - b)).Sum())).OrderBy(other => other.Distance).ToList();
            var edge = others.Count == 0 ? 0 : others[Math.Min(Neighbours, others.Count) - 1].Distance + 1e-12;
            nearest[i] = [.. others.TakeWhile(other => other.Distance <= edge).Select(other => other.Index)];
        });
        return nearest;
    }

    // Of each class the share of votes for the right one, of which the mean counts: chance is one over their number however many images each has.
    private static double[] Shares(int[][] nearest, int[] labels)
    {
        var classes = labels.Max() + 1;
        var (right, count, present) = (new double[classes], new int[classes], new int[classes]);
        foreach (var label in labels) present[label]++;
        for (var i = 0; i < labels.Length; i++)
        {
            count[labels[i]]++;
            var (own, all) = (0.0, 0.0);
            foreach (var j in nearest[i])
            {
                var weight = 1.0 / present[labels[j]];
                all += weight;
                if (labels[j] == labels[i]) own += weight;
            }
            if (all > 0) right[labels[i]] += own / all;
        }
        return [.. Enumerable.Range(0, classes).Select(c => count[c] > 0 ? right[c] / count[c] : double.NaN)];
    }

    private static double Mean(double[] shares) => shares.Where(double.IsFinite).Average();
}

/// <summary>What a trait says of the class.</summary>
/// <param name="Accuracy">Balanced share of right answers from the trait alone, 0 to 1.</param>
/// <param name="Chance">The same for shuffled labels.</param>
/// <param name="P">The share of shuffles that do as well.</param>
/// <param name="Told">Classes that it tells from the others, the surest first.</param>
internal sealed record ShortcutEvidence(double Accuracy, double Chance, double P, IReadOnlyList<int> Told);
