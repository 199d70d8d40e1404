namespace Graft.Tasks;

/// <summary>
/// Distances between faces of one person (mated) and of two (non-mated), each with whose faces they are. A match is a distance below a threshold.
/// </summary>
internal sealed class ComparisonScores
{
    private readonly double[] _mated, _nonMated;

    /// <param name="people">Number of people; their indices are 0 to it, less one.</param>
    /// <param name="scores">Distances, in any order.</param>
    public ComparisonScores(int people, IEnumerable<ComparisonScore> scores)
    {
        People = people;
        var all = scores.OrderBy(score => score.Distance).ToList();
        foreach (var score in all)
            if (!double.IsFinite(score.Distance) || Math.Min(score.First, score.Second) < 0 || Math.Max(score.First, score.Second) >= people)
                throw new GraftException($"A comparison of person {score.First} and {score.Second} with distance {score.Distance} was given.",
                    $"Finite distances of {people} people are expected.");
        Mated = [.. all.Where(score => score.IsMated)];
        NonMated = [.. all.Where(score => !score.IsMated)];
        _mated = [.. Mated.Select(score => score.Distance)];
        _nonMated = [.. NonMated.Select(score => score.Distance)];
    }

    /// <summary>How many people there are.</summary>
    public int People { get; }

    /// <summary>Comparisons of one person, nearest first.</summary>
    public ComparisonScore[] Mated { get; }

    /// <summary>Comparisons of two people, nearest first.</summary>
    public ComparisonScore[] NonMated { get; }

    /// <summary>False matches at a threshold: two people who are nearer.</summary>
    public int FalseMatches(double threshold) => CountBelow(_nonMated, threshold);

    /// <summary>False non-matches at a threshold: faces of one person that are not nearer.</summary>
    public int FalseNonMatches(double threshold) => Mated.Length - CountBelow(_mated, threshold);

    /// <summary>False match rate; NaN where there are no two people.</summary>
    public double FalseMatchRate(double threshold) => FalseMatches(threshold) / (double)NonMated.Length;

    /// <summary>False non-match rate; NaN where nobody has two faces.</summary>
    public double FalseNonMatchRate(double threshold) => FalseNonMatches(threshold) / (double)Mated.Length;

    /// <summary>The largest threshold at which the false match rate is at most so large.</summary>
    public double ThresholdAt(double falseMatchRate)
    {
        var allowed = (int)Math.Floor(falseMatchRate * NonMated.Length + 1e-9);
        return allowed >= NonMated.Length ? double.PositiveInfinity : _nonMated[allowed];
    }

    /// <summary>The threshold at which both rates are equal, and that rate, between the two thresholds around it.</summary>
    public (double Threshold, double Rate) EqualError()
    {
        double before = 0, gapBefore = -1, rateBefore = 0;
        foreach (var threshold in _mated.Concat(_nonMated).Distinct().Order().Append(double.PositiveInfinity))
        {
            var (match, nonMatch) = (FalseMatchRate(threshold), FalseNonMatchRate(threshold));
            var gap = match - nonMatch;
            if (gap >= 0)
            {
                var share = gap == gapBefore ? 1 : -gapBefore / (gap - gapBefore);
                var at = double.IsInfinity(threshold) ? before : before + share * (threshold - before);
                return (at, rateBefore + share * (match - rateBefore));
            }
            (before, gapBefore, rateBefore) = (threshold, gap, match);
        }
        return (double.NaN, double.NaN);
    }

    /// <summary>
    /// The curve of both error rates, from the smallest false match rate that the data has to the largest: at most <paramref name="count"/> thresholds, evenly
    /// on the logarithm of the rate.
    /// </summary>
    public IReadOnlyList<(double Threshold, double FalseMatch, double FalseNonMatch)> Curve(int count = 100)
    {
        if (NonMated.Length == 0) return [];
        var errors = Enumerable.Range(0, count).Select(i => (int)Math.Round(Math.Pow(NonMated.Length, i / (count - 1.0)))).Prepend(0).Distinct();
        return [.. errors.Where(error => error < NonMated.Length).Select(error => _nonMated[error]).Distinct()
            .Select(threshold => (threshold, FalseMatchRate(threshold), FalseNonMatchRate(threshold)))];
    }

    /// <summary>Only the comparisons among some people.</summary>
    public ComparisonScores Among(Func<int, bool> isIn) =>
        new(People, Mated.Concat(NonMated).Where(score => isIn(score.First) && isIn(score.Second)));

    private static int CountBelow(double[] sorted, double threshold)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < threshold) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}

/// <summary>A distance between two faces.</summary>
/// <param name="First">Whose the first is.</param>
/// <param name="Second">Whose the second is.</param>
/// <param name="Distance">How far they are apart.</param>
internal readonly record struct ComparisonScore(int First, int Second, double Distance)
{
    /// <summary>Whether both are one person's.</summary>
    public bool IsMated => First == Second;
}
