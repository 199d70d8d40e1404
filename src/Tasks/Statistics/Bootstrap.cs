namespace Graft.Tasks;

/// <summary>Resampling with replacement (Efron and Tibshirani 1993, chapter 6).</summary>
internal static class Bootstrap
{
    /// <summary>Standard deviations of several statistics over the same resamples: their standard errors.</summary>
    /// <param name="count">Number of items, at least 1.</param>
    /// <param name="statisticCount">How many statistics <paramref name="compute"/> fills in.</param>
    /// <param name="options">Resamples, seed, strata.</param>
    /// <param name="compute">Gets how often each item was drawn and fills in the statistics; NaN where one is undefined in this resample.</param>
    /// <returns>One a statistic; null where it was defined in less than half of the resamples.</returns>
    /// <exception cref="GraftException">There are no items, or an option is out of range.</exception>
    public static double?[] Deviations(int count, int statisticCount, BootstrapOptions options, ResampledStatistics compute)
    {
        if (count < 1) throw new GraftException("There is nothing to resample.", "At least one item is needed.");
        options.Check(count);
        var strata = Strata(count, options);
        var moments = new Moments[statisticCount];
        var random = SeededRandom.For(options.Seed, "bootstrap");
        var times = new int[count];
        var statistics = new double[statisticCount];
        for (var resample = 0; resample < options.Resamples; resample++)
        {
            Array.Clear(times);
            foreach (var units in strata)
                for (var i = 0; i < units.Length; i++)
                    foreach (var item in units[random.Next(units.Length)])
                        times[item]++;
            compute(times, statistics);
            for (var s = 0; s < statisticCount; s++) moments[s].Add(statistics[s]);
        }
        return [.. moments.Select(of => of.Count == 0 || of.Count * 2 < options.Resamples ? (double?)null : of.Deviation)];
    }

    // Of each stratum the units, of each unit the items; a unit is of the stratum of its first item.
    private static int[][][] Strata(int count, BootstrapOptions options) =>
        [.. Enumerable.Range(0, count).GroupBy(i => options.Units?[i] ?? i).Select(unit => unit.ToArray())
            .GroupBy(unit => options.Strata?[unit[0]] ?? 0).OrderBy(stratum => stratum.Key).Select(stratum => stratum.ToArray())];

    // Welford's sums, which lose no digits to a large mean.
    private struct Moments
    {
        private double _mean, _squares;

        public int Count { get; private set; }

        public readonly double Deviation => Math.Sqrt(_squares / Math.Max(1, Count - 1));

        public void Add(double value)
        {
            if (double.IsNaN(value)) return;
            Count++;
            var gap = value - _mean;
            _mean += gap / Count;
            _squares += gap * (value - _mean);
        }
    }
}

/// <summary>Computes statistics of one resample.</summary>
/// <param name="times">How often each item was drawn; 0 for those left out.</param>
/// <param name="statistics">To be filled in; NaN where a statistic is undefined.</param>
internal delegate void ResampledStatistics(ReadOnlySpan<int> times, Span<double> statistics);
