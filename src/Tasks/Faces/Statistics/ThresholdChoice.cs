namespace Graft.Tasks;

/// <summary>The threshold whose upper bound meets a rate: the largest below which every threshold does.</summary>
internal sealed record ThresholdChoice(double Threshold, double FalseMatch, ConfidenceInterval Interval, bool IsExtrapolated = false)
{
    // So many thresholds are looked at; more would not change the choice by more than a hundredth of the rate.
    private const int Steps = 400;

    /// <summary>Chooses.</summary>
    /// <param name="scores">Comparisons of people who are used for nothing else.</param>
    /// <param name="rate">The false match rate that may not be exceeded.</param>
    /// <param name="level">The upper end of this interval meets the rate.</param>
    /// <returns>Null where not even a threshold without an error is known to meet it.</returns>
    public static ThresholdChoice? Of(ComparisonScores scores, double rate, double level = 0.9)
    {
        var error = new FalseMatchError(scores);
        ThresholdChoice? chosen = null;
        foreach (var errors in Errors(scores.NonMated.Length))
        {
            var interval = error.IntervalOf(errors, level);
            if (interval.High > rate) break;
            var threshold = scores.NonMated[errors].Distance;
            // Equal distances are all below a threshold, or none is.
            if (scores.FalseMatches(threshold) == errors) chosen = new(threshold, errors / (double)scores.NonMated.Length, interval);
        }
        return chosen;
    }

    /// <summary>
    /// A threshold below the nearest two people, from the shape of the tail: distances that are nearer than the twentieth part fall off exponentially, which
    /// is slower than a normal tail does. An assumption and no measurement.
    /// </summary>
    /// <param name="scores">Comparisons.</param>
    /// <param name="rate">The false match rate.</param>
    /// <param name="level">The upper end of this interval meets the rate.</param>
    /// <returns>Null where there are too few comparisons even for that.</returns>
    public static ThresholdChoice? Extrapolate(ComparisonScores scores, double rate, double level = 0.9)
    {
        var count = scores.NonMated.Length;
        var tail = Math.Max(30, count / 20);
        if (count < 2 * tail) return null;
        var error = new FalseMatchError(scores);
        var edge = scores.NonMated[tail].Distance;
        var mean = scores.NonMated.Take(tail).Average(score => edge - score.Distance);
        if (mean <= 0) return null;
        // Both the share of the tail and its mean are known to the effective number of comparisons in it.
        var high = error.IntervalOf(tail, level).High;
        var independent = Math.Max(2, tail / error.DesignEffectOfFew);
        var slow = mean * (1 + NormalQuantile.Of(0.5 + level / 2) / Math.Sqrt(independent));
        // Above the nearest two people their error would count, and not even none is known to keep the rate.
        var threshold = Math.Min(edge - slow * Math.Log(Math.Max(1, high / rate)), scores.NonMated[0].Distance);
        return threshold <= 0 ? null : new(threshold, tail / (double)count * Math.Exp(-(edge - threshold) / mean), new(0, rate, level), IsExtrapolated: true);
    }

    private static IEnumerable<int> Errors(int count) =>
        Enumerable.Range(0, Steps).Select(i => i < 100 ? i : (int)Math.Round(100 * Math.Pow(Math.Max(100, count) / 100.0, (i - 99.0) / (Steps - 100))))
            .Where(errors => errors < count).Distinct();
}
