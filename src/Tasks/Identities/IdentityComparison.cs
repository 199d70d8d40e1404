namespace Graft.Tasks;

/// <summary>A trained descriptor beside the frozen network on the same images of identities that neither was trained on.</summary>
/// <param name="Rows">Each measure of both.</param>
/// <param name="Level">Level of all intervals of the differences together: each is of a higher one (Bonferroni).</param>
internal sealed record IdentityComparison(IReadOnlyList<ComparedMeasure> Rows, double Level)
{
    // Rates that decide; the others are measured beside them.
    private static readonly string[] Deciding = [IdentityMetricTable.TrueAccept1, IdentityMetricTable.TrueAccept2];

    /// <summary>Whether the trained one is better beyond chance by a measure, and worse beyond chance by none.</summary>
    public bool Pays => Rows.Any(row => row.Low > 0) && !Rows.Any(row => row.High < 0);

    /// <summary>Whether there are too few identities for an interval, so that nothing can be shown.</summary>
    public bool IsTooFew => Rows.All(row => row.Low is null);

    /// <summary>Compares.</summary>
    /// <param name="frozen">By the frozen network.</param>
    /// <param name="trained">The same images by what was trained.</param>
    /// <param name="options">Resamples, level of all together, seed; the units are identities.</param>
    public static IdentityComparison Of(IdentitySample frozen, IdentitySample trained, BootstrapOptions options)
    {
        var rates = Deciding.Where(key => frozen.TrueAccept(IdentityMetricTable.Rates[key]) is not null).ToList();
        var each = options with { Level = 1 - (1 - options.Level) / (rates.Count + 1) };
        var nearest = PairedResampling.Difference(frozen.Identities, each with { Units = null }, trained.RankOneOf, frozen.RankOneOf);
        var isEnough = frozen.Judged >= MetricInterval.Fewest;
        List<ComparedMeasure> rows = [Row(IdentityMetricTable.RankOne, frozen.RankOne, trained.RankOne, isEnough ? nearest.Interval : null)];
        if (rates.Count == 0) return new(rows, options.Level);
        var pairs = PairedVerification.Of(frozen.Scores, trained.Scores, each);
        foreach (var key in rates)
        {
            var at = pairs.First.TrueAccepts.Index().First(row => row.Item.FalseAccept == IdentityMetricTable.Rates[key]).Index;
            rows.Add(Row(key, pairs.First.TrueAccepts[at].TrueAccept.Value, pairs.Second.TrueAccepts[at].TrueAccept.Value,
                isEnough ? pairs.TrueAccepts[at].Interval : null));
        }
        return new(rows, options.Level);

        static ComparedMeasure Row(string key, double? frozen, double? trained, ConfidenceInterval? interval) =>
            new(key, IdentityMetricTable.Table.Rows.Single(row => row.Key == key).Name, frozen ?? double.NaN, trained ?? double.NaN,
                interval?.Low, interval?.High);
    }
}

/// <summary>A measure of both.</summary>
/// <param name="Key">Of the metric.</param>
/// <param name="Name">As people read it.</param>
/// <param name="Frozen">Of the frozen network.</param>
/// <param name="Trained">Of what was trained.</param>
/// <param name="Low">Lower end of the interval of the second less the first; null where there are too few identities.</param>
/// <param name="High">Its upper end.</param>
internal sealed record ComparedMeasure(string Key, string Name, double Frozen, double Trained, double? Low, double? High)
{
    /// <summary>As in "+12.8 (+5.1 to +20.5)", in points of a hundred.</summary>
    internal string Difference => FormattableString.Invariant($"{(Trained - Frozen) * 100:+0.0;-0.0;0.0}")
        + (Low is { } low && High is { } high ? FormattableString.Invariant($" ({low * 100:+0.0;-0.0;0.0} to {high * 100:+0.0;-0.0;0.0})")
            : " (too few identities to say)");

    /// <summary>As in "rank-1 61.2 % frozen, 74.0 % trained: +12.8 (+5.1 to +20.5)".</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Name} {Frozen * 100:0.0} % frozen, {Trained * 100:0.0} % trained: {Difference}");
}
