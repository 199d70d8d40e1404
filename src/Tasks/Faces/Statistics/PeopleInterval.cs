namespace Graft.Tasks;

/// <summary>Intervals of shares that were counted on people.</summary>
internal static class PeopleInterval
{
    /// <summary>
    /// Of a share with an effective number of independent trials: Jeffreys' interval, whose coverage is near its level on both sides (Brown, Cai and DasGupta
    /// 2001). Where nothing was seen, or everything, the end is the exact one: the rule of 3.
    /// </summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="effective">Trials.</param>
    /// <param name="level">Share of repetitions.</param>
    public static ConfidenceInterval OfShare(double share, double effective, double level = 0.95)
    {
        var (tail, hits) = ((1 - level) / 2, share * effective);
        return new(
            share <= 0 ? 0 : share >= 1 ? Math.Pow(tail, 1 / effective) : BetaDistribution.Quantile(tail, hits + 0.5, effective - hits + 0.5),
            share >= 1 ? 1 : share <= 0 ? 1 - Math.Pow(tail, 1 / effective) : BetaDistribution.Quantile(1 - tail, hits + 0.5, effective - hits + 0.5),
            level);
    }

    /// <summary>Of a share of trials that belong to people: the trials of one person count together.</summary>
    /// <param name="trials">Of each trial whose it is, and whether it is counted.</param>
    /// <param name="level">Share of repetitions.</param>
    /// <returns>The share and its interval; NaN and 0 to 1 without trials.</returns>
    public static (double Share, ConfidenceInterval Interval) OfPeople(IEnumerable<(int Person, double Value)> trials, double level = 0.95)
    {
        var people = trials.GroupBy(trial => trial.Person).Select(own => (Hits: own.Sum(trial => trial.Value), Trials: (double)own.Count())).ToList();
        var (hits, count) = (people.Sum(own => own.Hits), people.Sum(own => own.Trials));
        if (count == 0) return (double.NaN, new(0, 1, level));
        var share = hits / count;
        // Without any, each person is one trial: what one face did, the others of the same person would.
        if (people.Count < 2 || share is <= 0 or >= 1) return (share, OfShare(share, people.Count, level));
        var spread = people.Sum(own => (own.Hits - share * own.Trials) * (own.Hits - share * own.Trials));
        var variance = spread * people.Count / (people.Count - 1) / (count * count);
        return (share, OfShare(share, Math.Clamp(share * (1 - share) / variance, 1, count), level));
    }
}
