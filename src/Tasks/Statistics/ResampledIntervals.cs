namespace Graft.Tasks;

/// <summary>Bootstrap intervals of several statistics from the same resamples, looked up by key.</summary>
internal sealed class ResampledIntervals
{
    private readonly Dictionary<string, ConfidenceInterval?> _intervals;

    private ResampledIntervals(Dictionary<string, ConfidenceInterval?> intervals, string method) => (_intervals, Method) = (intervals, method);

    /// <summary>Where nothing was resampled.</summary>
    public static ResampledIntervals None { get; } = new([], "");

    /// <summary>How they came about; empty where nothing was resampled.</summary>
    public string Method { get; }

    /// <summary>Null where the statistic was not resampled, or was undefined in most resamples.</summary>
    public ConfidenceInterval? this[string key] => _intervals.GetValueOrDefault(key);

    /// <summary>That of a statistic of one class.</summary>
    public ConfidenceInterval? this[string key, int label] => this[KeyOf(key, label)];

    /// <summary>Resamples items and computes all statistics of each resample.</summary>
    /// <param name="count">Number of items, at least 1.</param>
    /// <param name="options">Resamples, level, seed, strata.</param>
    /// <param name="statistics">What is computed; null or NaN where it is undefined in a resample.</param>
    /// <param name="draw">Makes the sample in which each item counts as often as it was drawn.</param>
    /// <exception cref="GraftException">There are no items, or an option is out of range.</exception>
    public static ResampledIntervals Run<TSample>(int count, BootstrapOptions options, IEnumerable<Statistic<TSample>> statistics, Func<ReadOnlySpan<int>, TSample> draw)
    {
        Statistic<TSample>[] all = [.. statistics];
        var intervals = Bootstrap.Of(count, all.Length, options, (times, values) =>
        {
            var sample = draw(times);
            for (var i = 0; i < all.Length; i++) values[i] = all[i].Value(sample) ?? double.NaN;
        });
        return new(all.Zip(intervals).ToDictionary(pair => pair.First.Key, pair => pair.Second), options.Resamples == 0 ? "" : options.Method);
    }

    /// <summary>One statistic a class.</summary>
    public static IEnumerable<Statistic<TSample>> OfClasses<TSample>(string key, int classes, Func<TSample, int, double?> value) =>
        Enumerable.Range(0, classes).Select(label => new Statistic<TSample>(KeyOf(key, label), sample => value(sample, label)));

    private static string KeyOf(string key, int label) => $"{key} of class {label}";
}

/// <summary>A number that is computed from a sample.</summary>
internal sealed record Statistic<TSample>(string Key, Func<TSample, double?> Value);
