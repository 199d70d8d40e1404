namespace Graft.Tasks;

/// <summary>A range that holds the true value in a given share of repetitions.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Level">Share of repetitions, such as 0.95.</param>
public sealed record ConfidenceInterval(double Low, double High, double Level = 0.95)
{
    /// <summary>
    /// Wilson's score interval for <paramref name="successes"/> out of <paramref name="trials"/> (Wilson 1927; Brown, Cai and DasGupta
    /// 2001 recommend it for small samples). Unlike a bootstrap it keeps a width when every trial succeeded.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one trial, or successes outside 0..trials.</exception>
    public static ConfidenceInterval Wilson(double successes, double trials, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        var z = NormalQuantile.Of(0.5 + level / 2);
        var share = successes / trials;
        var scale = 1 + z * z / trials;
        var centre = (share + z * z / (2 * trials)) / scale;
        var half = z / scale * Math.Sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials));
        return new(Math.Max(0, centre - half), Math.Min(1, centre + half), level);
    }

    /// <summary>
    /// The exact interval of Clopper and Pearson (1934) for <paramref name="successes"/> out of <paramref name="trials"/>. It holds the true share
    /// in at least the level's share of repetitions for every share and every number of trials; Wilson's falls to 0.84 near 0 and 1.
    /// </summary>
    /// <param name="successes">0 to trials; where trials is an effective number, both need not be whole.</param>
    /// <param name="trials">Above 0.</param>
    /// <param name="level">Share of repetitions.</param>
    internal static ConfidenceInterval Exact(double successes, double trials, double level = 0.95)
    {
        var (tail, failures) = ((1 - level) / 2, trials - successes);
        return new(
            successes <= 0 ? 0 : BetaDistribution.Quantile(tail, successes, failures + 1),
            failures <= 0 ? 1 : BetaDistribution.Quantile(1 - tail, successes + 1, failures),
            level);
    }

    /// <summary>As in "0.91 to 0.98".</summary>
    public override string ToString() => FormattableString.Invariant($"{Low:0.000} to {High:0.000}");
}
