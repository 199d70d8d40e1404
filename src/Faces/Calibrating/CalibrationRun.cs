using System.Globalization;
using Graft.Tasks;

namespace Graft.Faces;

/// <summary>Chooses a threshold on half of the people and reports on the other half.</summary>
internal sealed class CalibrationRun(CalibrationRequest request, TimeProvider clock)
{
    private const int MinPeople = 4, CurvePoints = 60;

    /// <summary>Measures.</summary>
    /// <param name="set">Faces of known people.</param>
    /// <param name="distance">The metric.</param>
    /// <exception cref="GraftException">The people cannot bound the rate; the message says how many it would take.</exception>
    public CalibrationReport Run(FaceSet set, DescriptorDistance distance)
    {
        OptionsCheck.Throw("The calibration", request);
        int[] people = [.. set.Faces.Select(face => face.Person).Distinct().Order()];
        if (people.Length < MinPeople)
            throw new GraftException($"There are faces of {Words.Count(people.Length, "person", "people")}.",
                $"At least {MinPeople} are needed: half of them choose the threshold, the others judge it.",
                "Give a folder with a folder of photographs for each person.");
        var choosing = Half(people, set);
        var chosen = set.AgainstPersons(distance, request.Score, request.Enrolled, choosing.Contains);
        var reported = set.AgainstPersons(distance, request.Score, request.Enrolled, person => !choosing.Contains(person));
        var (calibration, threshold) = Choose(chosen.Scores, reported.Scores);
        var known = new OpenSetRates(reported.Known);
        var missed = known.FalseNegatives(threshold, request.Level);
        var pairs = set.Pairs(distance, person => !choosing.Contains(person));
        return Report(calibration, threshold, reported.Scores) with
        {
            Calibration = calibration with { MissRate = double.IsNaN(missed.Share) ? null : missed.Share },
            Failures = set.Failures.Sum(),
            Photographs = set.Faces.Count + set.Failures.Sum(),
            FalseNonMatchWithFailures = WithFailures(set, reported, threshold, choosing),
            FalseNegative = Of(missed),
            RankOne = Of(known.RankOne(request.Level)),
            WrongName = Of(known.WrongNames(threshold, request.Level)),
            Growth = Grow(calibration, threshold, reported),
            Verification = VerificationReport.Of(pairs, Resampling),
            Curve = pairs.Curve(),
            Groups = RatesOfGroups(reported.Scores, set.Names, threshold),
            NamesOfNobody = NamesOfNobody(set.Names),
        };
    }

    /// <summary>The same of scores that somebody else computed.</summary>
    /// <param name="scores">Comparisons.</param>
    /// <param name="names">The people.</param>
    public CalibrationReport Run(ComparisonScores scores, IReadOnlyList<string> names)
    {
        OptionsCheck.Throw("The calibration", request);
        int[] people = [.. scores.NonMated.SelectMany(score => new[] { score.First, score.Second }).Distinct().Order()];
        if (people.Length < MinPeople)
            throw new GraftException($"There are comparisons of {Words.Count(people.Length, "person", "people")}.", $"At least {MinPeople} are needed.");
        SeededRandom.For(request.Seed, "calibration people").Shuffle(people.AsSpan());
        var choosing = people[..(people.Length / 2)].ToHashSet();
        var others = scores.Among(person => !choosing.Contains(person));
        var (calibration, threshold) = Choose(scores.Among(choosing.Contains), others, scores);
        return Report(calibration with { IsOfGivenScores = true }, threshold, others) with
        {
            Verification = VerificationReport.Of(others, Resampling),
            Curve = others.Curve(),
            Groups = RatesOfGroups(others, names, threshold),
            NamesOfNobody = NamesOfNobody(names),
        };
    }

    /// <summary>Of each of the people the group, or null; null where no groups were given. To be asked before photographs are described.</summary>
    /// <exception cref="GraftException">Nobody of the groups is among the people.</exception>
    public string?[]? GroupsOf(IReadOnlyList<string> names)
    {
        if (request.Groups is not { } groups) return null;
        string?[] own = [.. names.Select(groups.GetValueOrDefault)];
        return names.Count == 0 || own.Any(group => group is not null) ? own
            : throw new GraftException("Nobody of the groups is among the people.", $"The people have names such as '{names[0]}'.",
                "Write the same names into the file of groups.");
    }

    private IReadOnlyList<string> NamesOfNobody(IReadOnlyList<string> names) => [.. (request.Groups?.Keys ?? []).Except(names)];

    private GroupReport? RatesOfGroups(ComparisonScores scores, IReadOnlyList<string> names, double threshold) =>
        GroupsOf(names) is { } own ? GroupRates.Of(scores, own, threshold, Resampling) : null;

    // Of those who are enrolled and of strangers half each, where the user says who is what.
    private HashSet<int> Half(int[] people, FaceSet set)
    {
        var random = SeededRandom.For(request.Seed, "calibration people");
        random.Shuffle(people.AsSpan());
        var enrolled = set.Faces.Where(face => face.Role != FaceRole.Asking).Select(face => face.Person).ToHashSet();
        return [.. people.GroupBy(enrolled.Contains).SelectMany(kind => kind.Take(kind.Count() / 2))];
    }

    private BootstrapOptions Resampling => new() { Resamples = request.Resamples, Level = request.Level, Seed = request.Seed };

    private CalibrationReport Report(FaceCalibration calibration, double threshold, ComparisonScores others) => new()
    {
        Calibration = calibration,
        Threshold = threshold,
        Level = request.Level,
        FalseMatch = new(others.FalseMatchRate(threshold), others.NonMated.Length == 0 ? null : new FalseMatchError(others).Interval(threshold, request.Level)),
        FalseNonMatch = Of(PeopleInterval.OfPeople(others.Mated.Select(score => (score.First, score.Distance < threshold ? 0.0 : 1)), request.Level)),
    };

    // Only who is compared with another of the same half says anything there, and is counted.
    private (FaceCalibration, double) Choose(ComparisonScores scores, ComparisonScores others, ComparisonScores? all = null)
    {
        if (scores.NonMated.Length == 0)
            throw new GraftException("Nobody of the half that chooses the threshold is compared with another.",
                all is null ? "There is nothing to choose from." : $"Where everybody is compared with everybody, {Needed(all, request.RateOfPairs)}.",
                "Bring more people, or comparisons of the same people with each other.");
        RequireDistances(scores);
        var (choosing, reporting) = (new FalseMatchError(scores).People, new FalseMatchError(others).People);
        var rate = request.RateOfPairs;
        var choice = ThresholdChoice.Of(scores, rate, request.Level);
        var extrapolated = choice is null && request.Extrapolates ? ThresholdChoice.Extrapolate(scores, rate, request.Level) : null;
        if ((choice ?? extrapolated) is not { } found) throw Refuse(scores, choosing, rate);
        var error = new FalseMatchError(scores);
        List<FaceCalibration.Point> curve = [];
        if (extrapolated is not null) curve.Add(new(found.Threshold, found.FalseMatch, rate));
        foreach (var (threshold, share, _) in scores.Curve(CurvePoints))
            if (threshold > (curve.Count == 0 ? double.NegativeInfinity : curve[^1].Threshold)) curve.Add(new(threshold, share,
                error.Interval(threshold, request.Level).High));
        // What was chosen is a point itself; and the upper end does not fall as the threshold rises.
        if (choice is not null && curve.TrueForAll(point => point.Threshold != choice.Threshold))
            curve.Insert(curve.FindIndex(point => point.Threshold > choice.Threshold) is >= 0 and var at ? at : curve.Count,
                new(choice.Threshold, choice.FalseMatch, choice.Interval.High));
        for (var i = 1; i < curve.Count; i++) curve[i] = curve[i] with { High = Math.Max(curve[i].High, curve[i - 1].High) };
        var miss = scores.Mated.Length == 0 ? 0
            : scores.Mated[Math.Min(scores.Mated.Length - 1, (int)Math.Ceiling((1 - request.MissRate) * scores.Mated.Length))].Distance;
        var calibration = new FaceCalibration
        {
            Score = request.Score,
            Measure = request.Measure,
            Rate = request.Rate,
            MeasuredAt = clock.GetUtcNow(),
            ChoosingPeople = choosing,
            ReportingPeople = reporting,
            Curve = curve,
            NoMatchThreshold = Math.Max(found.Threshold, miss),
            IsExtrapolated = extrapolated is not null,
        };
        return (calibration, calibration.ThresholdFor(request.Persons));
    }

    // Similarities, which grow as faces are more alike, would give a threshold that only strangers are below.
    private static void RequireDistances(ComparisonScores scores)
    {
        if (scores.Mated.Length == 0) return;
        var (own, others) = (Middle(scores.Mated), Middle(scores.NonMated));
        if (own >= others)
            throw new GraftException(string.Create(CultureInfo.InvariantCulture,
                    $"Faces of one person are {own:0.000} apart in the middle, those of different people {others:0.000}."),
                "Distances are expected: the smaller, the more alike.", "Of similarities write what is left to the largest one, such as 1 - similarity.");

        static double Middle(ReadOnlySpan<ComparisonScore> scores)
        {
            double[] distances = [.. scores.ToArray().Select(score => score.Distance).Order()];
            return distances[distances.Length / 2];
        }
    }

    private GraftException Refuse(ComparisonScores scores, int choosing, double rate)
    {
        var wanted = request.Measure == "fmr" ? string.Create(CultureInfo.InvariantCulture, $"FMR {request.Rate:0.########}")
            : string.Create(CultureInfo.InvariantCulture, $"FPIR {request.Rate:0.########} in a gallery of {request.Persons}");
        return new($"{Words.Count(choosing, "person", "people")} cannot bound {wanted}, not even without an error.",
            $"With as many photographs of each, {Needed(scores, rate)}.",
            "Bring more people, ask for a larger rate, or extrapolate from the tail, which assumes its shape and says so.");
    }

    private string Needed(ComparisonScores scores, double rate)
    {
        var needed = 2L * new FalseMatchError(scores).PeopleNeeded(rate, request.Level);
        var many = needed < 2e9 ? $"about {needed.ToString("N0", CultureInfo.InvariantCulture)}" : "more than a billion";
        return $"{many} people in all are needed: half of them choose the threshold, the others judge it";
    }

    private IReadOnlyList<GrowthRow> Grow(FaceCalibration calibration, double threshold, PersonComparisons reported)
    {
        var others = reported.Others;
        var rate = reported.Scores.FalseMatchRate(threshold);
        var nearer = reported.Nearer(threshold);
        return [.. Enumerable.Range(0, 24).Select(power => 1 << power).Where(size => size <= Math.Max(4 * others, 4 * request.Persons)).Append(request.Persons)
            .Distinct().Order()
            .Select(size => new GrowthRow(size, size > others ? null : Of(OpenSetRates.InGalleryOf(nearer, others, size, request.Level)),
                Chances.Any(rate, size),
                calibration.ThresholdFor(size)))];
    }

    // A photograph without a face would have asked once.
    private static double? WithFailures(FaceSet set, PersonComparisons reported, double threshold, HashSet<int> choosing)
    {
        var failures = set.Failures.Index().Where(pair => !choosing.Contains(pair.Index)).Sum(pair => pair.Item);
        var count = reported.Scores.Mated.Length + failures;
        return count == 0 ? null : (reported.Scores.FalseNonMatches(threshold) + failures) / (double)count;
    }

    private static RateWithInterval Of((double Share, ConfidenceInterval Interval) rate) => new(rate.Share, double.IsNaN(rate.Share) ? null : rate.Interval);
}
