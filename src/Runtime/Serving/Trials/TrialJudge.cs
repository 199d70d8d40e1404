namespace Graft.Runtime;

/// <summary>
/// Decides whether a version that is tried is worse. It looks at numbers of images that are fixed beforehand, so that looking often does not make a good
/// version fail: failures by Fisher's exact test (1922), one-sided, with the chance of a false alarm shared between the looks (Bonferroni); time by the ratio
/// of geometric means.
/// </summary>
internal static class TrialJudge
{
    /// <summary>How often a version that is no worse fails by chance, over all looks.</summary>
    public const double FalseAlarms = 0.01;

    // Fewer do not tell how long an image takes.
    private const int FewestForTime = 100, FewestOfOther = 30;

    /// <summary>Images of the candidate after which it is judged.</summary>
    public static IReadOnlyList<int> Looks { get; } = [10, 30, 100, 300, 1000];

    /// <summary>Why the candidate is worse; null where nothing says so.</summary>
    /// <param name="candidate">What it did.</param>
    /// <param name="current">What the version that answers did meanwhile.</param>
    /// <param name="maxSlowdown">How many times as long it may take; null where time does not count.</param>
    public static string? Worse(TrialArm candidate, TrialArm current, double? maxSlowdown)
    {
        var p = MoreFailures(candidate.Failed, candidate.Images, current.Failed, current.Images);
        if (p < FalseAlarms / Looks.Count)
            return $"It failed on {candidate.Failed} of {candidate.Images} images, the version that answers on {current.Failed} of {current.Images} "
                + $"(p {p:0.0e+0}).";
        if (maxSlowdown is not { } limit || candidate.Images < FewestForTime || current.Answered < FewestOfOther) return null;
        var ratio = candidate.Seconds / current.Seconds;
        return ratio > limit
            ? $"It takes {ratio:0.0} times as long for an image as the version that answers ({candidate.Images} images); {limit:0.0} times is allowed." : null;
    }

    /// <summary>Fisher's exact test: how often as many failures or more would fall to the first of two, if both failed equally often.</summary>
    /// <param name="failed">Failures of the first.</param>
    /// <param name="images">Its images.</param>
    /// <param name="otherFailed">Failures of the second.</param>
    /// <param name="otherImages">Its images.</param>
    public static double MoreFailures(int failed, int images, int otherFailed, int otherImages)
    {
        var (all, failures) = (images + otherImages, failed + otherFailed);
        var (fewest, most) = (Math.Max(0, images - (all - failures)), Math.Min(failures, images));
        // Weights in proportion to the hypergeometric distribution, relative to that of what was seen.
        double tail = 0, rest = 0, weight = 1;
        for (var k = failed; k <= most; k++)
        {
            tail += weight;
            weight *= Next(k);
        }
        weight = 1;
        for (var k = failed - 1; k >= fewest; k--)
        {
            weight /= Next(k);
            rest += weight;
        }
        return double.IsInfinity(rest) ? 0 : tail / (tail + rest);

        double Next(int k) => (double)(failures - k) * (images - k) / ((k + 1.0) * (all - failures - images + k + 1.0));
    }
}
