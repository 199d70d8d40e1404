namespace Graft.Tasks;

/// <summary>Measures descriptors of images of known identities.</summary>
internal static class IdentityMetrics
{
    /// <summary>Every metric, with intervals over identities.</summary>
    /// <param name="sample">The descriptors, compared.</param>
    /// <param name="names">Names of the identities.</param>
    /// <param name="seed">Of the resampling.</param>
    public static IdentityReport Evaluate(IdentitySample sample, IReadOnlyList<string> names, ulong seed)
    {
        var options = new BootstrapOptions { Seed = seed };
        var verification = VerificationReport.Of(sample.Scores, options);
        var (judged, trials) = (sample.Judged, sample.Trials);
        var metrics = IdentityMetricTable.Table.Measure(sample, (row, value) => value is null || judged < MetricInterval.Fewest
            ? new(null, value is not null) : new(IntervalOf(row.Key), false));
        return new IdentityReport
        {
            Classes = names,
            Metrics = metrics,
            IntervalMethod = FormattableString.Invariant(
                $"{options.Level * 100:0.#} % over identities, never over images or pairs: {options.Resamples} resamples, seed {seed}; of rank-1 from the ")
                + "spread between identities",
            Notes = [.. Notes(sample, judged, metrics)],
            Images = sample.Count,
            MatedPairs = sample.Scores.Mated.Length,
            NonMatedPairs = sample.Scores.NonMated.Length,
        };

        ConfidenceInterval? IntervalOf(string key) => key switch
        {
            IdentityMetricTable.RankOne => PeopleInterval.OfPeople(trials, options.Level).Interval,
            IdentityMetricTable.EqualError => verification.EqualError.Interval,
            _ => verification.TrueAccepts.FirstOrDefault(row => row.FalseAccept == IdentityMetricTable.Rates[key]).TrueAccept?.Interval,
        };
    }

    private static IEnumerable<string> Notes(IdentitySample sample, int judged, IReadOnlyList<Metric> metrics)
    {
        var alone = sample.Identities - judged;
        if (alone > 0)
            yield return $"{Words.Count(alone, "identity has", "identities have")} no second image to be recognised by, and only "
                + $"{(alone == 1 ? "stands" : "stand")} in the way of others";
        if (judged < MetricInterval.Fewest)
            yield return $"{Words.Count(judged, "identity is", "identities are")} too few for intervals: {MetricInterval.Fewest} are needed";
        if (metrics.Where(metric => metric.Value is null).Select(metric => metric.Name).ToList() is { Count: > 0 } none)
            yield return $"{Words.And(none)} cannot be said from {sample.Scores.NonMated.Length} pairs of two identities";
    }
}
