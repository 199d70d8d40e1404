namespace Graft.Tasks;

/// <summary>Two models on the same images: how much more often the first is right.</summary>
internal static class PairedShares
{
    private const double Chance = 0.05;

    // Of five images that one model alone has right, p is 0.06.
    private const int Fewest = 6;

    /// <summary>
    /// The exact test of McNemar (1947): of the images that one model alone has right, each is as often the first one's as the second's where neither is
    /// better. Copies count as one, for the model that has more of them right.
    /// </summary>
    /// <inheritdoc cref="Difference" path="/param"/>
    public static PairedAnswer Test(IReadOnlyList<bool> first, IReadOnlyList<bool> second, IReadOnlyList<int>? units = null, double level = 0.95)
    {
        var interval = Difference(first, second, units, level);
        int[] gaps = [.. first.Zip(second, (one, other) => (one ? 1 : 0) - (other ? 1 : 0))];
        int[] ofUnits = [.. gaps.Index().GroupBy(gap => units?[gap.Index] ?? gap.Index).Select(unit => unit.Sum(gap => gap.Item))];
        var (gained, lost) = (ofUnits.Count(gap => gap > 0), ofUnits.Count(gap => gap < 0));
        var p = McNemar(gained, lost);
        return new(Share(first), Share(second), interval, p < Chance ? Math.Sign(gained - lost) : 0, ofUnits.Length < Fewest)
        {
            Alone = (gained, lost, ofUnits.Length),
            P = p,
        };
    }

    private static double? Share(IReadOnlyList<bool> isRight) => isRight.Count == 0 ? null : (double)isRight.Count(right => right) / isRight.Count;

    /// <summary>Two-sided p of at least so uneven a division of fair coins.</summary>
    internal static double McNemar(int gained, int lost)
    {
        var (all, fewer) = (gained + lost, Math.Min(gained, lost));
        return 2 * fewer >= all ? 1 : Math.Min(1, 2 * BetaDistribution.Distribution(0.5, all - fewer, fewer + 1));
    }

    /// <summary>
    /// Interval of the difference of their accuracies: that of the share of images on which the first alone is right less that of the second, joined
    /// from the exact intervals of both (Newcombe 1998). So it has a width where the two never differ.
    /// </summary>
    /// <param name="first">Whether the first model is right, image by image.</param>
    /// <param name="second">Whether the second is.</param>
    /// <param name="units">The unit of each image, see <see cref="CopyUnits"/>; null where none are copies.</param>
    /// <param name="level">Share of repetitions.</param>
    /// <returns>Null where there are too few images.</returns>
    public static ConfidenceInterval? Difference(
        IReadOnlyList<bool> first, IReadOnlyList<bool> second, IReadOnlyList<int>? units = null, double level = 0.95)
    {
        if (first.Count != second.Count) throw new ArgumentException($"{first.Count} answers are paired with {second.Count}.", nameof(second));
        CopyUnits.Check(units, first.Count);
        if (CopyUnits.Count(units, first.Count) < MetricInterval.Fewest) return null;
        bool[] ours = [.. first.Zip(second, (one, other) => one && !other)], theirs = [.. first.Zip(second, (one, other) => other && !one)];
        var (gained, lost) = (Share(ours)!.Value, Share(theirs)!.Value);
        var difference = gained - lost;
        var (more, less) = (Interval(ours), Interval(theirs));
        return new(
            Math.Max(-1, difference - double.Hypot(gained - more.Low, less.High - lost)),
            Math.Min(1, difference + double.Hypot(more.High - gained, lost - less.Low)),
            level);

        ConfidenceInterval Interval(bool[] alone) => CopyUnits.ShareInterval(Enumerable.Range(0, alone.Length), alone, units, level)!;
    }
}
