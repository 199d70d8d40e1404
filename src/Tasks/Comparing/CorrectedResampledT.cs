namespace Graft.Tasks;

/// <summary>
/// The t test on differences of repeated folds with the correction of Nadeau and Bengio (2003): the training images of the folds overlap, so that their
/// differences vary together, and the plain test would find a difference far too often where there is none.
/// </summary>
/// <param name="Mean">Mean difference, the first less the second.</param>
/// <param name="Interval">Its interval; null where fewer than two folds are there.</param>
/// <param name="P">Two-sided p; 1 where the two never differ.</param>
internal sealed record CorrectedResampledT(double Mean, ConfidenceInterval? Interval, double P)
{
    /// <summary>Tests.</summary>
    /// <param name="differences">One for each fold of each repeat.</param>
    /// <param name="testPerTraining">Held-out images for each training image: 0.25 for five folds.</param>
    /// <param name="level">Share of repetitions that the interval holds the true difference in.</param>
    public static CorrectedResampledT Of(IReadOnlyList<double> differences, double testPerTraining, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfZero(differences.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(testPerTraining);
        var (count, mean) = (differences.Count, differences.Average());
        if (count < 2) return new(mean, null, 1);
        var variance = differences.Sum(one => (one - mean) * (one - mean)) / (count - 1);
        var error = Math.Sqrt((1.0 / count + testPerTraining) * variance);
        var half = error * BetaDistribution.StudentQuantile((1 + level) / 2, count - 1);
        return new(mean, new(mean - half, mean + half, level), P: PValue(mean, error, count - 1));
    }

    // Student's distribution by the regularised incomplete beta function (Abramowitz and Stegun 26.7.1).
    private static double PValue(double mean, double error, int freedom)
    {
        if (mean == 0) return 1;
        if (error == 0) return 0;
        var t = mean / error;
        return BetaDistribution.Distribution(freedom / (freedom + t * t), freedom / 2.0, 0.5);
    }
}
