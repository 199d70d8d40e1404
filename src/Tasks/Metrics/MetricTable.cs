namespace Graft.Tasks;

/// <summary>The metrics of a task: whoever shows, resamples, watches or stores them goes through these rows.</summary>
/// <typeparam name="TSample">What the metrics are computed from: the counts over all images, or over one bootstrap resample of them.</typeparam>
internal sealed class MetricTable<TSample>(params MetricRow<TSample>[] rows)
{
    /// <summary>In the order in which they are shown, the main one first.</summary>
    public IReadOnlyList<MetricRow<TSample>> Rows => rows;

    /// <summary>Keys of those that a training may watch, the default first.</summary>
    public IReadOnlyList<string> Monitored { get; } = [.. rows.Where(row => row.IsMonitored).Select(row => row.Key)];

    /// <summary>All metrics of a sample.</summary>
    /// <param name="sample">The counts.</param>
    /// <param name="interval">The interval of a row with that value; the default for none.</param>
    public IReadOnlyList<Metric> Measure(TSample sample, Func<MetricRow<TSample>, double?, IntervalAnswer> interval) => [.. rows.Select(row =>
    {
        var value = row.Value(sample);
        var answer = interval(row, value);
        return new Metric(row.Key, row.NameOf(sample), value)
        {
            Format = row.Format,
            Interval = answer.Interval,
            IntervalNote = answer.IsTooFew && value is not null ? MetricText.TooFew : null,
        };
    })];

    /// <summary>What a training watches, by key; 0 where it is undefined.</summary>
    public Dictionary<string, double> Monitor(TSample sample) => rows.Where(row => row.IsMonitored).ToDictionary(row => row.Key, row => row.Value(sample) ?? 0);

    /// <summary>What is computed again on each resample.</summary>
    public IEnumerable<Statistic<TSample>> Resampled =>
        rows.Where(row => row.Interval is not (IntervalKind.None or IntervalKind.Exact))
            .Select(row => new Statistic<TSample>(row.Key, row.Value, row.Images!, row.Interval));
}

/// <summary>One metric of a task.</summary>
internal sealed record MetricRow<TSample>(string Key, string Name, MetricFormat Format, Func<TSample, double?> Value)
{
    public IntervalKind Interval { get; init; }

    /// <summary>The number of images that a resampled metric rests on, see <see cref="Statistic{TSample}.Images"/>.</summary>
    public Func<TSample, double>? Images { get; init; }

    /// <summary>Whether each image is right, for a share with an exact interval.</summary>
    public Func<TSample, IReadOnlyList<bool>>? Right { get; init; }

    /// <summary>Whether a training may watch it: a share, more is better, cheap enough to compute after each epoch.</summary>
    public bool IsMonitored { get; init; }

    /// <summary>For a name that says a number of the sample; <see cref="Name"/> unless given.</summary>
    public Func<TSample, string>? Naming { get; init; }

    public string NameOf(TSample sample) => Naming?.Invoke(sample) ?? Name;
}

/// <summary>How a metric's interval is computed.</summary>
internal enum IntervalKind
{
    None,

    /// <summary>A share of independent images: exact.</summary>
    Exact,

    /// <summary>An average over images that are right or wrong each: resampled, and never narrower than that of a share.</summary>
    Counted,

    /// <summary>An average over images that are more or less right: resampled.</summary>
    Graded,

    /// <summary>The same of an intersection over union, by way of the Dice coefficient: that is like a share, and IoU falls twice as fast near 1.</summary>
    Overlap,

    /// <summary>A mean without an upper end: resampled, on the logarithm.</summary>
    Loss,
}
