namespace Graft.Tasks;

/// <summary>Percentile intervals by resampling with replacement (Efron and Tibshirani 1993, chapter 13).</summary>
public static class Bootstrap
{
    /// <summary>Interval of the mean of values; of paired differences, to compare two models on the same images.</summary>
    /// <exception cref="GraftException">There are no values, or an option is out of range.</exception>
    public static ConfidenceInterval OfMean(IReadOnlyList<double> values, BootstrapOptions? options = null)
    {
        var intervals = Of(values.Count, 1, options ?? new(), (times, statistics) =>
        {
            double sum = 0, count = 0;
            for (var i = 0; i < times.Length; i++)
            {
                sum += times[i] * values[i];
                count += times[i];
            }
            statistics[0] = sum / count;
        });
        return intervals[0] ?? throw new GraftException("No interval was computed.", "At least one bootstrap resample is needed.");
    }

    /// <summary>Intervals of several statistics from the same resamples.</summary>
    /// <param name="count">Number of items, at least 1.</param>
    /// <param name="statisticCount">How many statistics <paramref name="compute"/> fills in.</param>
    /// <param name="options">Resamples, level, seed, strata.</param>
    /// <param name="compute">Gets how often each item was drawn and fills in the statistics; NaN where one is undefined in this resample.</param>
    /// <returns>One interval a statistic; null where it was defined in less than half of the resamples.</returns>
    /// <exception cref="GraftException">There are no items, or an option is out of range.</exception>
    public static ConfidenceInterval?[] Of(int count, int statisticCount, BootstrapOptions options, ResampledStatistics compute)
    {
        if (count < 1) throw new GraftException("There is nothing to resample.", "At least one item is needed.");
        options.Check(count);
        var strata = Members(count, options.Strata);
        var draws = new double[statisticCount][];
        for (var s = 0; s < statisticCount; s++) draws[s] = new double[options.Resamples];
        var random = SeededRandom.For(options.Seed, "bootstrap");
        var times = new int[count];
        var statistics = new double[statisticCount];
        for (var resample = 0; resample < options.Resamples; resample++)
        {
            Array.Clear(times);
            foreach (var members in strata)
                for (var i = 0; i < members.Length; i++)
                    times[members[random.Next(members.Length)]]++;
            compute(times, statistics);
            for (var s = 0; s < statisticCount; s++) draws[s][resample] = statistics[s];
        }
        return [.. draws.Select(values => Interval(values, options.Level))];
    }

    private static ConfidenceInterval? Interval(double[] values, double level)
    {
        var defined = values.Where(value => !double.IsNaN(value)).Order().ToArray();
        return defined.Length == 0 || defined.Length * 2 < values.Length
            ? null
            : new(Quantile(defined, (1 - level) / 2), Quantile(defined, (1 + level) / 2), level);
    }

    // Linear interpolation between order statistics, as numpy's default.
    private static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    private static int[][] Members(int count, IReadOnlyList<int>? strata) => strata is null
        ? [[.. Enumerable.Range(0, count)]]
        : [.. Enumerable.Range(0, count).GroupBy(i => strata[i]).OrderBy(group => group.Key).Select(group => group.ToArray())];
}
