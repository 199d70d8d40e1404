namespace Graft.Tasks;

/// <summary>
/// What is reported of comparisons one to one, with intervals by resampling people: a person who is drawn twice brings all comparisons twice.
/// </summary>
internal sealed class VerificationReport
{
    private static readonly double[] _rates = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];
    private readonly ComparisonScores _scores;
    private readonly double[] _own;

    private VerificationReport(ComparisonScores scores) =>
        (_scores, _own) = (scores, IsOf(scores) ? [.. _rates.Where(rate => rate * scores.NonMated.Length >= 1)] : []);

    /// <summary>False match rate and false non-match rate at which both are equal.</summary>
    public RateWithInterval EqualError { get; private set; } = new(double.NaN, null);

    /// <summary>True accept rates at false accept rates, from 1e-1 as far as the data goes: a rate below one false match is none.</summary>
    public IReadOnlyList<(double FalseAccept, double Threshold, RateWithInterval TrueAccept)> TrueAccepts { get; private set; } = [];

    /// <summary>Computes it.</summary>
    /// <param name="scores">Comparisons.</param>
    /// <param name="options">Resamples, level, seed; the units are people.</param>
    public static VerificationReport Of(ComparisonScores scores, BootstrapOptions options)
    {
        var report = new VerificationReport(scores);
        var count = report._own.Length + 1;
        report.Fill(options.Resamples == 0 || !IsOf(scores) ? new double?[count] : Bootstrap.Deviations(scores.People, count, options, report.Resample),
            options.Level);
        return report;
    }

    /// <summary>Both of two descriptors on the same people, from the same resamples, with what the second's statistics are more than the first's.</summary>
    /// <param name="first">Comparisons.</param>
    /// <param name="second">The same comparisons by the other.</param>
    /// <param name="options">Resamples, level, seed; the units are people.</param>
    /// <returns>The standard errors of the differences: of the true accept rates in their order, then of the equal error rate.</returns>
    public static (VerificationReport First, VerificationReport Second, double?[] Errors) Both(ComparisonScores first, ComparisonScores second,
        BootstrapOptions options)
    {
        var (one, other) = (new VerificationReport(first), new VerificationReport(second));
        var count = one._own.Length + 1;
        double?[] errors = options.Resamples == 0 || !IsOf(first) ? new double?[3 * count]
            : Bootstrap.Deviations(first.People, 3 * count, options, (times, statistics) =>
            {
                one.Resample(times, statistics[..count]);
                other.Resample(times, statistics[count..(2 * count)]);
                for (var i = 0; i < count; i++) statistics[2 * count + i] = statistics[count + i] - statistics[i];
            });
        one.Fill(errors[..count], options.Level);
        other.Fill(errors[count..(2 * count)], options.Level);
        return (one, other, errors[(2 * count)..]);
    }

    /// <summary>
    /// The accuracy of LFW's View 2 (Huang and others 2007): of each fold with the threshold that is best on the others, its mean and standard error.
    /// </summary>
    /// <param name="pairs">Of each pair the fold, whether it is one person, and the distance.</param>
    public static (double Accuracy, double Error) ViewTwo(IReadOnlyList<(int Fold, bool IsMated, double Distance)> pairs)
    {
        var accuracies = pairs.Select(pair => pair.Fold).Distinct().Order().Select(fold =>
        {
            var threshold = BestThreshold([.. pairs.Where(pair => pair.Fold != fold)]);
            var own = pairs.Where(pair => pair.Fold == fold).ToList();
            return own.Count(pair => pair.Distance < threshold == pair.IsMated) / (double)own.Count;
        }).ToArray();
        var mean = accuracies.Average();
        return (mean, Math.Sqrt(accuracies.Sum(one => (one - mean) * (one - mean)) / Math.Max(1, accuracies.Length - 1) / accuracies.Length));
    }

    /// <summary>The threshold with the best accuracy; of equally good ones the smallest.</summary>
    public static double BestThreshold(IReadOnlyList<(int Fold, bool IsMated, double Distance)> pairs)
    {
        var sorted = pairs.OrderBy(pair => pair.Distance).ToList();
        var right = sorted.Count(pair => !pair.IsMated);
        var (best, threshold) = (right, sorted[0].Distance);
        for (var i = 0; i < sorted.Count; i++)
        {
            right += sorted[i].IsMated ? 1 : -1;
            var isEdge = i + 1 == sorted.Count || sorted[i + 1].Distance > sorted[i].Distance;
            if (!isEdge || right <= best) continue;
            (best, threshold) = (right, i + 1 == sorted.Count ? double.BitIncrement(sorted[i].Distance) : sorted[i + 1].Distance);
        }
        return threshold;
    }

    // Comparisons of one person and of two are needed for any rate.
    private static bool IsOf(ComparisonScores scores) => scores.Mated.Length > 0 && scores.NonMated.Length > 0;

    private void Fill(double?[] errors, double level)
    {
        if (!IsOf(_scores)) return;
        EqualError = With(_scores.EqualError().Rate, errors[^1], _scores.People, level);
        TrueAccepts = [.. _own.Select((rate, at) =>
        {
            var threshold = _scores.ThresholdAt(rate);
            return (rate, threshold, With(1 - _scores.FalseNonMatchRate(threshold), errors[at], _scores.People, level));
        })];
    }

    private static RateWithInterval With(double value, double? error, int people, double level) =>
        new(value, error is { } known ? MetricInterval.OfShare(value, known, people, isCounted: false, level) : null);

    // Distances that weigh as often as their people were drawn; of two people, the product.
    private void Resample(ReadOnlySpan<int> times, Span<double> statistics)
    {
        double matedWeight = 0, nonMatedWeight = 0;
        foreach (var score in _scores.Mated) matedWeight += times[score.First];
        foreach (var score in _scores.NonMated) nonMatedWeight += (double)times[score.First] * times[score.Second];
        statistics.Fill(double.NaN);
        if (matedWeight == 0 || nonMatedWeight == 0) return;
        double accepted = 0, falselyAccepted = 0;
        var (mated, rate) = (0, _own.Length - 1);
        foreach (var score in _scores.NonMated)
        {
            for (; mated < _scores.Mated.Length && _scores.Mated[mated].Distance < score.Distance; mated++) accepted += times[_scores.Mated[mated].First];
            falselyAccepted += (double)times[score.First] * times[score.Second];
            // This comparison is a false match at every larger threshold; the last that it is none at is its own distance.
            for (; rate >= 0 && falselyAccepted > _own[rate] * nonMatedWeight; rate--) statistics[rate] = accepted / matedWeight;
            if (double.IsNaN(statistics[^1])
                && falselyAccepted / nonMatedWeight >= 1 - accepted / matedWeight) statistics[^1] = falselyAccepted / nonMatedWeight;
        }
    }
}

/// <summary>A rate and its interval.</summary>
/// <param name="Value">0 to 1.</param>
/// <param name="Interval">Null where there are too few people.</param>
internal sealed record RateWithInterval(double Value, ConfidenceInterval? Interval);
