using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>
/// The share of right answers in production, from images that were kept at random and then labelled. It holds if all of those were labelled, or which were had
/// nothing to do with the answer: labels that are only given to mistakes make it too low.
/// </summary>
/// <param name="Version">The version that answered.</param>
/// <param name="Kept">Images that were kept at random.</param>
/// <param name="Labelled">Those that have a label.</param>
/// <param name="Right">Those of these whose answer was right.</param>
internal sealed record ReviewAccuracy(string Version, int Kept, int Labelled, int Right)
{
    private const double Level = 0.95;

    /// <summary>The share; null without labels.</summary>
    public double? Share => Labelled == 0 ? null : (double)Right / Labelled;

    /// <summary>The interval that holds the true share in 95 of 100 repetitions (Clopper and Pearson 1934); null without labels.</summary>
    public ConfidenceInterval? Interval => Labelled == 0 ? null : ConfidenceInterval.Exact(Right, Labelled, Level);

    /// <summary>Of each version, the newest images first.</summary>
    public static IReadOnlyList<ReviewAccuracy> Of(IEnumerable<ReviewedImage> images) =>
    [
        .. images.Where(image => image.Reason == ReviewedImage.Random).GroupBy(image => (image.Version, image.Network))
            .OrderByDescending(version => version.Max(image => image.At))
            .Select(version => new ReviewAccuracy(version.Key.Version, version.Count(), version.Count(image => image.IsRight is not null),
                version.Count(image => image.IsRight == true))),
    ];
}
