namespace Graft.Tasks;

/// <summary>
/// What is reported of comparisons one to one, with intervals by resampling people: a person who is drawn twice brings all comparisons twice.
/// </summary>
internal sealed class VerificationReport
{
    private static readonly double[] _rates = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];
    private readonly ComparisonScores _scores;

    private VerificationReport(ComparisonScores scores) => _scores = scores;

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
        if (scores.Mated.Length == 0 || scores.NonMated.Length == 0) return report;
        var rates = _rates.Where(rate => rate * scores.NonMated.Length >= 1).ToArray();
        double?[] errors = options.Resamples == 0 ? new double?[rates.Length + 1]
            : Bootstrap.Deviations(scores.People, rates.Length + 1, options, (times, statistics) => report.Resample(times, rates, statistics));
        report.EqualError = With(scores.EqualError().Rate, errors[^1], scores.People, options.Level);
        report.TrueAccepts = [.. rates.Select((rate, at) =>
        {
            var threshold = scores.ThresholdAt(rate);
            return (rate, threshold, With(1 - scores.FalseNonMatchRate(threshold), errors[at], scores.People, options.Level));
        })];
        return report;
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

    private static RateWithInterval With(double value, double? error, int people, double level) =>
        new(value, error is { } known ? MetricInterval.OfShare(value, known, people, isCounted: false, level) : null);

    // Distances that weigh as often as their people were drawn; of two people, the product.
    internal void Resample(ReadOnlySpan<int> times, double[] rates, Span<double> statistics)
    {
        double matedWeight = 0, nonMatedWeight = 0;
        foreach (var score in _scores.Mated) matedWeight += times[score.First];
        foreach (var score in _scores.NonMated) nonMatedWeight += (double)times[score.First] * times[score.Second];
        statistics.Fill(double.NaN);
        if (matedWeight == 0 || nonMatedWeight == 0) return;
        double accepted = 0, falselyAccepted = 0;
        var (mated, rate) = (0, rates.Length - 1);
        foreach (var score in _scores.NonMated)
        {
            for (; mated < _scores.Mated.Length && _scores.Mated[mated].Distance < score.Distance; mated++) accepted += times[_scores.Mated[mated].First];
            falselyAccepted += (double)times[score.First] * times[score.Second];
            // This comparison is a false match at every larger threshold; the last that it is none at is its own distance.
            for (; rate >= 0 && falselyAccepted > rates[rate] * nonMatedWeight; rate--) statistics[rate] = accepted / matedWeight;
            if (double.IsNaN(statistics[^1])
                && falselyAccepted / nonMatedWeight >= 1 - accepted / matedWeight) statistics[^1] = falselyAccepted / nonMatedWeight;
        }
    }
}

/// <summary>A rate and its interval.</summary>
/// <param name="Value">0 to 1.</param>
/// <param name="Interval">Null where there are too few people.</param>
internal sealed record RateWithInterval(double Value, ConfidenceInterval? Interval);
