using System.Runtime.InteropServices;

namespace Graft.Tasks;

/// <summary>
/// How certain a false match rate is. Comparisons that share a person depend on each other: some people look like many. So the variance is over people, never
/// over pairs: each person is left out in turn (the jackknife), and what a pair of people does by itself is counted once, not for both of them (Fafchamps
/// and Gubert 2007; Aronow, Samii and Assenova 2015). It becomes an effective number of independent comparisons; and as the variance itself is only known
/// from so many people, of whom some weigh more than others, a smaller one by Student's t (Korn and Graubard 1998).
/// </summary>
internal sealed class FalseMatchError
{
    // Fewer false matches say too little of how they lie; the design effect of so many is then taken (Doddington's rule of 30).
    private const int Enough = 30;

    private readonly ComparisonScores _scores;
    private readonly double[] _comparisons;
    private readonly Dictionary<(int, int), int> _dyads = [];
    private readonly double _squares;
    private readonly (double Effect, double Freedom) _designOfFew;

    public FalseMatchError(ComparisonScores scores)
    {
        _scores = scores;
        _comparisons = new double[scores.People];
        foreach (var score in scores.NonMated)
        {
            _comparisons[score.First]++;
            _comparisons[score.Second]++;
            CollectionsMarshal.GetValueRefOrAddDefault(_dyads, Dyad(score), out _)++;
        }
        _squares = _dyads.Values.Sum(count => (double)count * count);
        People = _comparisons.Count(count => count > 0);
        _designOfFew = scores.NonMated.Length == 0 ? (1, double.PositiveInfinity)
            : Design(Math.Clamp(Math.Min(Enough, scores.NonMated.Length / 4), 1, scores.NonMated.Length));
    }

    /// <summary>People who are compared with others.</summary>
    public int People { get; }

    /// <summary>How many times as many comparisons as independent ones it takes, with so few false matches.</summary>
    public double DesignEffectOfFew => _designOfFew.Effect;

    /// <summary>The interval of the false match rate at a threshold.</summary>
    /// <param name="threshold">Distance.</param>
    /// <param name="level">Share of repetitions.</param>
    public ConfidenceInterval Interval(double threshold, double level = 0.95) => IntervalOf(_scores.FalseMatches(threshold), level);

    /// <summary>The same, where so many of the nearest comparisons are false matches.</summary>
    public ConfidenceInterval IntervalOf(int errors, double level = 0.95)
    {
        double count = _scores.NonMated.Length;
        if (count == 0) return new(0, 1, level);
        var (effect, freedom) = errors < Enough ? _designOfFew : Design(errors);
        return PeopleInterval.OfShare(errors / count, Math.Max(1, count / effect * Student(freedom, level)), level);
    }

    /// <summary>How many people of as many faces each it would take for the upper end to be at most a rate, with no false match at all.</summary>
    /// <param name="rate">Above 0.</param>
    /// <param name="level">Share of repetitions.</param>
    public int PeopleNeeded(double rate, double level = 0.95)
    {
        var independent = Math.Log((1 - level) / 2) / Math.Log(1 - rate) / Student(_designOfFew.Freedom, level);
        var perDyad = _scores.NonMated.Length / (double)Math.Max(1, _dyads.Count);
        // The design effect is 1 and something for each other person that is compared with the same one.
        var each = Math.Max(0, _designOfFew.Effect - 1) / Math.Max(1, People - 2);
        for (double people = 3; people < 1e9; people = Math.Ceiling(people * 1.01) + 1)
            if (people * (people - 1) / 2 * perDyad / (1 + each * (people - 2)) >= independent) return (int)people;
        return int.MaxValue;
    }

    /// <summary>By how much fewer comparisons count where the variance is known to so many degrees of freedom.</summary>
    internal static double Student(double freedom, double level)
    {
        if (double.IsInfinity(freedom)) return 1;
        var ratio = NormalQuantile.Of(0.5 + level / 2) / BetaDistribution.StudentQuantile(0.5 + level / 2, freedom);
        return ratio * ratio;
    }

    /// <summary>How many times as many comparisons as independent ones it takes with so many errors, and the degrees of freedom of that number.</summary>
    internal (double Effect, double Freedom) Design(int errors)
    {
        double count = _scores.NonMated.Length, rate = errors / count;
        if (rate is <= 0 or >= 1) return (1, double.PositiveInfinity);
        var ofPerson = new double[_scores.People];
        Dictionary<(int, int), int> ofDyad = [];
        foreach (var score in _scores.NonMated.AsSpan(0, errors))
        {
            ofPerson[score.First]++;
            ofPerson[score.Second]++;
            CollectionsMarshal.GetValueRefOrAddDefault(ofDyad, Dyad(score), out _)++;
        }
        // Of every pair of people (errors - rate x comparisons), squared: those with errors, and the rest.
        var dyads = rate * rate * _squares;
        foreach (var (dyad, own) in ofDyad) dyads += (double)own * own - 2 * rate * own * _dyads[dyad];
        double squares = 0, fourths = 0;
        for (var i = 0; i < ofPerson.Length; i++)
        {
            var own = ofPerson[i] - rate * _comparisons[i];
            (squares, fourths) = (squares + own * own, fourths + own * own * own * own);
        }
        var variance = Math.Max(squares * People / Math.Max(1.0, People - 1) - dyads, dyads) / (count * count);
        // As many people as would make up the sum if all weighed the same (Kish 1965): few, where few people make the errors.
        var freedom = fourths <= 0 ? People - 1 : Math.Clamp(squares * squares / fourths, 2, Math.Max(2, People - 1));
        return (Math.Max(1, variance / (rate * (1 - rate) / count)), freedom);
    }

    private static (int, int) Dyad(ComparisonScore score) => score.First < score.Second ? (score.First, score.Second) : (score.Second, score.First);
}
