namespace Graft.Tasks;

/// <summary>Intervals of several statistics from the same resamples, looked up by key.</summary>
internal sealed class ResampledIntervals
{
    private readonly Dictionary<string, ConfidenceInterval?> _intervals;

    private ResampledIntervals(Dictionary<string, ConfidenceInterval?> intervals, string method) => (_intervals, Method) = (intervals, method);

    /// <summary>Where nothing was resampled.</summary>
    public static ResampledIntervals None { get; } = new([], "");

    /// <summary>How they came about; empty where nothing was resampled.</summary>
    public string Method { get; }

    /// <summary>Null where the statistic was not resampled, was undefined in most resamples, or rests on too few images.</summary>
    public ConfidenceInterval? this[string key] => _intervals.GetValueOrDefault(key);

    /// <summary>That of a statistic of one class.</summary>
    public ConfidenceInterval? this[string key, int label] => this[KeyOf(key, label)];

    /// <summary>The same as an answer: too few images are told from a statistic that was not resampled.</summary>
    public IntervalAnswer Answer(string key) => _intervals.TryGetValue(key, out var interval) ? IntervalAnswer.Of(interval) : default;

    /// <summary>Resamples items and computes all statistics of each resample.</summary>
    /// <param name="count">Number of items, at least 1.</param>
    /// <param name="options">Resamples, level, seed, strata.</param>
    /// <param name="statistics">What is computed; null or NaN where it is undefined in a resample.</param>
    /// <param name="draw">Makes the sample in which each item counts as often as it was drawn; it is used before the next one is made.</param>
    /// <exception cref="GraftException">There are no items, or an option is out of range.</exception>
    public static ResampledIntervals Run<TSample>(int count, BootstrapOptions options, IEnumerable<Statistic<TSample>> statistics,
        Func<ReadOnlySpan<int>, TSample> draw)
    {
        if (options.Resamples == 0) return None;
        Statistic<TSample>[] all = [.. statistics];
        var errors = Bootstrap.Deviations(count, all.Length, options, (times, values) =>
        {
            var sample = draw(times);
            for (var i = 0; i < all.Length; i++) values[i] = all[i].Value(sample) ?? double.NaN;
        });
        var once = new int[count];
        Array.Fill(once, 1);
        var whole = draw(once);
        var units = CopyUnits.Count(options.Units, count);
        return new(all.Zip(errors).ToDictionary(pair => pair.First.Key, pair => pair.First.Interval(whole, pair.Second, (units, count), options.Level)),
            options.Method);
    }

    /// <summary>One statistic a class.</summary>
    /// <param name="key">What they have in common.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="value">The statistic of a class.</param>
    /// <param name="images">The number of images that it rests on.</param>
    /// <param name="kind">How its interval is computed.</param>
    public static IEnumerable<Statistic<TSample>> OfClasses<TSample>(
        string key, int classes, Func<TSample, int, double?> value, Func<TSample, int, double> images, IntervalKind kind) =>
        Enumerable.Range(0, classes).Select(label =>
            new Statistic<TSample>(KeyOf(key, label), sample => value(sample, label), sample => images(sample, label), kind));

    private static string KeyOf(string key, int label) => $"{key} of class {label}";
}

/// <summary>A number that is computed from a sample.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Null where it is undefined.</param>
/// <param name="Images">The number of images that it rests on; of a loss the mistakes.</param>
/// <param name="Kind">How its interval is computed.</param>
internal sealed record Statistic<TSample>(string Key, Func<TSample, double?> Value, Func<TSample, double> Images, IntervalKind Kind)
{
    /// <summary>Its interval; null where it is undefined, or the images are too few.</summary>
    /// <param name="whole">All items once.</param>
    /// <param name="error">Its standard error; null where it is undefined in most resamples.</param>
    /// <param name="items">How many items there are, and how many units: copies count as one wherever images are counted.</param>
    /// <param name="level">Share of repetitions.</param>
    public ConfidenceInterval? Interval(TSample whole, double? error, (int Units, int All) items, double level)
    {
        if (error is not { } known || Value(whole) is not { } value || double.IsNaN(value)) return null;
        var images = Images(whole) * items.Units / items.All;
        return Kind switch
        {
            IntervalKind.Loss => items.Units < MetricInterval.FewestOfLoss ? null : MetricInterval.OfLoss(value, known, images, level),
            IntervalKind.Overlap => MetricInterval.OfOverlap(value, known, images, level),
            _ => MetricInterval.OfShare(value, known, images, Kind == IntervalKind.Counted, level),
        };
    }
}

/// <summary>An interval, or that there are too few images for one; neither where none was asked for.</summary>
/// <param name="Interval">The interval.</param>
/// <param name="IsTooFew">Whether there would be one with more images.</param>
internal readonly record struct IntervalAnswer(ConfidenceInterval? Interval, bool IsTooFew)
{
    public static IntervalAnswer Of(ConfidenceInterval? interval) => new(interval, interval is null);
}
