namespace Graft.Tasks;

/// <summary>
/// Two descriptors on the same pairs of the same people. Both are resampled together, so that what makes people easy or hard for both does not count as a
/// difference.
/// </summary>
/// <param name="First">One.</param>
/// <param name="Second">The other.</param>
internal sealed record PairedVerification(VerificationReport First, VerificationReport Second)
{
    /// <summary>The second's equal error rate less the first's.</summary>
    public required DifferenceWithInterval EqualError { get; init; }

    /// <summary>The second's true accept rates less the first's, in the order of both reports.</summary>
    public required IReadOnlyList<DifferenceWithInterval> TrueAccepts { get; init; }

    /// <summary>Computes it.</summary>
    /// <param name="first">Comparisons.</param>
    /// <param name="second">The same comparisons by another descriptor.</param>
    /// <param name="options">Resamples, level, seed; the units are people.</param>
    /// <exception cref="ArgumentException">They are not of the same people and pairs.</exception>
    public static PairedVerification Of(ComparisonScores first, ComparisonScores second, BootstrapOptions options)
    {
        if (first.People != second.People || !Pairs(first.Mated).SequenceEqual(Pairs(second.Mated))
            || !Pairs(first.NonMated).SequenceEqual(Pairs(second.NonMated)))
            throw new ArgumentException("Both are compared on the same pairs of the same people.", nameof(second));
        var (one, other, errors) = VerificationReport.Both(first, second, options);
        // People without a comparison say nothing.
        var people = first.Mated.Select(score => score.First).Distinct().Count();
        return new(one, other)
        {
            EqualError = Difference(other.EqualError.Value - one.EqualError.Value, errors[^1], people, options.Level),
            TrueAccepts = [.. one.TrueAccepts.Zip(other.TrueAccepts, (row, same) => same.TrueAccept.Value - row.TrueAccept.Value)
                .Select((value, at) => Difference(value, errors[at], people, options.Level))],
        };
    }

    private static DifferenceWithInterval Difference(double value, double? error, int people, double level) =>
        new(value, error is { } known ? MetricInterval.OfDifference(value, known, people, level) : null);

    private static IEnumerable<(int, int)> Pairs(ComparisonScore[] scores) => scores.Select(score => (score.First, score.Second)).Order();
}

/// <summary>How much larger one rate is than another.</summary>
/// <param name="Value">-1 to 1.</param>
/// <param name="Interval">Null where there are too few people.</param>
internal sealed record DifferenceWithInterval(double Value, ConfidenceInterval? Interval);
