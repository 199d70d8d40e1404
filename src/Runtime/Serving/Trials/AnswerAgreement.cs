using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>Whether two versions answer an image alike, as a person would say.</summary>
internal static class AnswerAgreement
{
    // Objects below it come and go with every training.
    private const double Sure = 0.5;

    private const double SameObject = 0.5, SamePixels = 0.9;

    /// <param name="facts">The answer of one.</param>
    /// <param name="other">The answer of the other.</param>
    /// <returns>
    /// Of an image the same class; of objects, that each with a score of 0.5 or more is found by the other as well, as the same class with an IoU of 0.5; of
    /// pixels, that at least 0.9 have the same class.
    /// </returns>
    public static bool IsSame(object facts, object other) => (facts, other) switch
    {
        (PredictionDto one, PredictionDto two) => one.Class == two.Class,
        (DetectedFacts one, DetectedFacts two) => Finds(one, two) && Finds(two, one),
        (SegmentedFacts one, SegmentedFacts two) => Overlap(one, two) >= SamePixels,
        _ => false,
    };

    private static bool Finds(DetectedFacts wanted, DetectedFacts found)
    {
        var left = found.Objects.ToList();
        foreach (var one in wanted.Objects.Where(one => one.Score >= Sure).OrderByDescending(one => one.Score))
        {
            var box = BoxOf(one);
            var best = left.Where(other => other.Class == one.Class).MaxBy(other => BoxOf(other).IoU(box));
            if (best is null || BoxOf(best).IoU(box) < SameObject) return false;
            left.Remove(best);
        }
        return true;
    }

    private static Box BoxOf(ObjectDto found) =>
        new(found.Bbox[0], found.Bbox[1], found.Bbox[0] + found.Bbox[2], found.Bbox[1] + found.Bbox[3]);

    // Share of pixels; what has no runs is the background, which both have where neither has anything else.
    private static double Overlap(SegmentedFacts one, SegmentedFacts two)
    {
        if (one.Width is not { } width || one.Height is not { } height || (two.Width, two.Height) != (width, height)) return 0;
        var (ones, twos) = (Masks(one), Masks(two));
        long same = 0;
        foreach (var (name, mask) in ones)
            if (twos.TryGetValue(name, out var other)) same += mask.Intersection(other);
        var all = new Mask?[] { Union(ones.Values), Union(twos.Values) }.OfType<Mask>().ToList();
        var background = (long)width * height - (Union(all)?.Area ?? 0);
        return (same + background) / ((double)width * height);
    }

    private static Mask? Union(IEnumerable<Mask> masks) => masks.Aggregate((Mask?)null, (union, mask) => union?.Union(mask) ?? mask);

    private static Dictionary<string, Mask> Masks(SegmentedFacts facts) => (facts.Classes ?? []).Where(found => found.Segmentation is not null)
        .ToDictionary(found => found.Class, found => Mask.FromCocoText(facts.Width!.Value, facts.Height!.Value, found.Segmentation!.Counts));
}
