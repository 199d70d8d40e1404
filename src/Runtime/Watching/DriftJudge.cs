using Graft.Artifacts;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>Compares a window of images with a reference, by all tests together.</summary>
internal static class DriftJudge
{
    /// <summary>How often unchanged images are called unlike, unless another rate is asked for.</summary>
    public const double DefaultFalseAlarms = 0.01;

    /// <exception cref="GraftException">It is no rate of false alarms that can be kept: below it would take too many divisions.</exception>
    public static void RequireRate(string name, double rate)
    {
        if (rate is not (>= 0.001 and <= 0.2))
            throw new GraftException(FormattableString.Invariant($"{name} is {rate}."), "A number from 0.001 to 0.2 is expected.");
    }

    /// <summary>The answer.</summary>
    /// <param name="reference">What the images are compared with.</param>
    /// <param name="looked">The window; near-copies in it count once.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="rate">How often unchanged images may be called unlike, above 0 and below 1.</param>
    /// <param name="seed">Of the divisions that give the thresholds.</param>
    /// <param name="only">Subjects to compare; null for all.</param>
    /// <param name="bits">Bits in which near-copies differ, see <see cref="NearCopy.IsOf"/>; null for those of the reference.</param>
    /// <param name="pause">See <see cref="GroupResampling.Run"/>.</param>
    public static DriftResult Judge(
        ReferenceStatistics reference,
        IReadOnlyList<WatchedImage> looked,
        IReadOnlyList<string> classes,
        double rate = DefaultFalseAlarms,
        ulong seed = 1,
        IReadOnlySet<string>? only = null,
        int? bits = null,
        Action? pause = null)
    {
        var distinct = WatchedImage.Distinct(looked, bits ?? reference.NearDuplicateBits ?? NearCopy.Bits);
        var result = new DriftResult
        {
            Verdict = DriftVerdict.TooFew,
            Images = looked.Count,
            Distinct = distinct.Count,
            ReferenceImages = reference.Count,
            ReferenceSource = reference.Source,
            FalseAlarms = rate,
            Notes = [.. NotesOf(reference, distinct)],
        };
        if (Math.Min(distinct.Count, reference.Count) < ReferenceStatistics.FewestImages) return result;
        var pair = new ComparedImages(reference.Images(), [.. distinct.Select(image => image.Traits)], classes);
        var statistics = pair.Statistics().Where(statistic => only?.Contains(statistic.Key) != false).ToList();
        var outcomes = GroupResampling.Run(
            statistics, pair.Reference.Count, pair.Window.Count, GroupResampling.Divisions(rate, statistics.Count), seed, pause);
        var corrected = HolmCorrection.Apply([.. outcomes.Select(outcome => outcome.P)], rate);
        List<DriftTest> tests = [.. statistics.Index()
            .Select(one => new DriftTest(one.Item.Key, ComparedImages.NameOf(one.Item), outcomes[one.Index].Value,
                outcomes[one.Index].Threshold(corrected[one.Index].Level), outcomes[one.Index].P, corrected[one.Index].IsRejected,
                pair.Effect(one.Item.Key, outcomes[one.Index].Value)))
            .OrderBy(test => test.P)];
        result = result with { Tests = tests, Verdict = tests.Exists(test => test.IsUnlike) ? DriftVerdict.Unlike : DriftVerdict.Like };
        if (reference.MeanScores is not { } before || distinct[0].Scores is null) return result;
        return WithShares(result, distinct, before, classes) with { Notes = [.. result.Notes, .. AssumptionOf(tests)] };
    }

    private static DriftResult WithShares(
        DriftResult result, IReadOnlyList<WatchedImage> distinct, IReadOnlyList<float> before, IReadOnlyList<string> classes)
    {
        var (shares, accuracy) = ClassShift.Estimate([.. distinct.Select(image => image.Scores!)], before);
        return result with
        {
            ClassShares = [.. classes.Index().Select(one => new ClassShare(one.Item, before[one.Index], shares[one.Index]))],
            EstimatedAccuracy = accuracy,
        };
    }

    private static IEnumerable<Problem> AssumptionOf(IReadOnlyList<DriftTest> tests)
    {
        var looks = tests.Where(test => test.IsUnlike && ComparedImages.IsLook(test.Subject)).Select(test => test.Subject).ToList();
        if (looks.Count > 0)
            yield return new Problem("estimated accuracy", "It assumes that the images of a class look as they did, and "
                + $"{Words.And(looks)} {(looks.Count == 1 ? "differs" : "differ")}: it may be far too high.",
                "Measure it on a few dozen labelled images of the new kind.", IsWarning: true);
    }

    private static IEnumerable<Problem> NotesOf(ReferenceStatistics reference, IReadOnlyList<WatchedImage> distinct)
    {
        if (reference.Count < ReferenceStatistics.EnoughImages)
            yield return new Problem("reference", $"It has only {reference.Count} images: only large changes are told.",
                $"With {ReferenceStatistics.EnoughImages} or more, smaller ones are.", IsWarning: true);
        if (reference.Dimensions == 0 || distinct.Count > 0 && distinct[0].Traits.Embedding.Count == 0)
            yield return new Problem("embedding", "The model file has no output 'embedding', so it is not compared.",
                "Files that are exported now have it.", IsWarning: true);
    }
}
