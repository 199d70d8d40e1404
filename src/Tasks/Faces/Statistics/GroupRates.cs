namespace Graft.Tasks;

/// <summary>Error rates of groups of people at one threshold, and how unequal they are: the worst over the geometric mean (NIST IR 8429).</summary>
internal static class GroupRates
{
    /// <summary>Computes them.</summary>
    /// <param name="scores">Comparisons.</param>
    /// <param name="groups">The group of each person, as the user says; null for people who are in none.</param>
    /// <param name="threshold">The common threshold.</param>
    /// <param name="options">Resamples, level, seed.</param>
    public static GroupReport Of(ComparisonScores scores, IReadOnlyList<string?> groups, double threshold, BootstrapOptions options)
    {
        string[] names = [.. groups.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        var rows = names.Select(name =>
        {
            var own = scores.Among(person => groups[person] == name);
            return new GroupRow(name, groups.Count(group => group == name),
                new(own.FalseMatchRate(threshold), own.NonMated.Length == 0 ? null : new FalseMatchError(own).Interval(threshold, options.Level)),
                OfMated(own, threshold, options.Level));
        }).ToList();
        var indices = groups.Select(group => group is null ? -1 : Array.IndexOf(names, group)).ToArray();
        var all = Enumerable.Repeat(1, scores.People).ToArray();
        var (match, nonMatch) = Ratios(scores, indices, names.Length, threshold, all);
        double?[] errors = options.Resamples == 0 || names.Length < 2 ? [null, null]
            : Bootstrap.Deviations(scores.People, 2, options with { Strata = indices }, (times, statistics) =>
            {
                var ratios = Ratios(scores, indices, names.Length, threshold, times);
                (statistics[0], statistics[1]) = (Math.Log(ratios.Match), Math.Log(ratios.NonMatch));
            });
        return new GroupReport(rows, new(match, Around(match, errors[0], options.Level)), new(nonMatch, Around(nonMatch, errors[1], options.Level)));
    }

    private static RateWithInterval OfMated(ComparisonScores own, double threshold, double level)
    {
        var (share, interval) = PeopleInterval.OfPeople(own.Mated.Select(score => (score.First, score.Distance < threshold ? 0.0 : 1)), level);
        return new(share, double.IsNaN(share) ? null : interval);
    }

    // Half an error is added to each group, so that one without an error has a rate.
    private static (double Match, double NonMatch) Ratios(ComparisonScores scores, int[] groups, int count, double threshold, ReadOnlySpan<int> times)
    {
        var (match, nonMatch) = (new (double Errors, double Trials)[count], new (double Errors, double Trials)[count]);
        foreach (var score in scores.NonMated)
            if (groups[score.First] is >= 0 and var group && groups[score.Second] == group)
                Add(ref match[group], times[score.First] * times[score.Second], score.Distance < threshold);
        foreach (var score in scores.Mated)
            if (groups[score.First] is >= 0 and var group) Add(ref nonMatch[group], times[score.First], score.Distance >= threshold);
        return (Ratio(match), Ratio(nonMatch));

        static void Add(ref (double Errors, double Trials) sum, double weight, bool isError) =>
            sum = (sum.Errors + (isError ? weight : 0), sum.Trials + weight);
    }

    private static double Ratio((double Errors, double Trials)[] groups)
    {
        var rates = groups.Where(group => group.Trials > 0).Select(group => (group.Errors + 0.5) / (group.Trials + 1)).ToArray();
        return rates.Length < 2 ? double.NaN : rates.Max() / Math.Exp(rates.Average(Math.Log));
    }

    // A ratio is uncertain by a factor.
    private static ConfidenceInterval? Around(double ratio, double? error, double level)
    {
        if (error is not { } known || double.IsNaN(ratio)) return null;
        var factor = Math.Exp(NormalQuantile.Of(0.5 + level / 2) * known);
        return new(Math.Max(1, ratio / factor), ratio * factor, level);
    }
}

/// <summary>Error rates of groups.</summary>
/// <param name="Groups">Each group.</param>
/// <param name="MatchRatio">Worst false match rate over the geometric mean.</param>
/// <param name="NonMatchRatio">The same of false non-match rates.</param>
internal sealed record GroupReport(IReadOnlyList<GroupRow> Groups, RateWithInterval MatchRatio, RateWithInterval NonMatchRatio);

/// <summary>A group.</summary>
/// <param name="Name">As the user says.</param>
/// <param name="People">How many.</param>
/// <param name="FalseMatch">Of two people of the group.</param>
/// <param name="FalseNonMatch">Of one person.</param>
internal sealed record GroupRow(string Name, int People, RateWithInterval FalseMatch, RateWithInterval FalseNonMatch);
