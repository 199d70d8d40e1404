namespace Graft.Tasks;

/// <summary>Difference of a metric of two models that is computed from many images: both are computed on the same resamples of the images.</summary>
internal static class PairedResampling
{
    /// <summary>The difference, with an interval of Student's t from its standard error.</summary>
    /// <param name="count">Number of images.</param>
    /// <param name="options">Resamples, level, seed and copies.</param>
    /// <param name="first">The first model's metric of a resample; null where it is undefined.</param>
    /// <param name="second">The second's.</param>
    public static PairedAnswer Difference(int count, BootstrapOptions options, Func<ReadOnlySpan<int>, double?> first, Func<ReadOnlySpan<int>, double?> second)
    {
        var once = new int[count];
        Array.Fill(once, 1);
        var (one, other, units) = (first(once), second(once), CopyUnits.Count(options.Units, count));
        if (one - other is not { } gap || units < MetricInterval.Fewest) return new(one, other, null, 0, IsTooFew: true);
        var error = Bootstrap.Deviations(count, 1, options, (times, values) => values[0] = first(times) - second(times) ?? double.NaN)[0];
        if (error is not { } deviation || MetricInterval.OfDifference(gap, deviation, units, options.Level) is not { } interval)
            return new(one, other, null, 0, IsTooFew: true);
        return new(one, other, interval, interval.Low > 0 ? 1 : interval.High < 0 ? -1 : 0, IsTooFew: false);
    }
}
