using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>An image as it is compared with others.</summary>
/// <param name="Traits">What is compared.</param>
/// <param name="Scores">Of a classifier, the scores of all classes; null for other tasks.</param>
/// <param name="Copy">Tells near-copies.</param>
internal sealed record WatchedImage(ImageTraits Traits, float[]? Scores, NearCopy Copy)
{
    /// <summary>The images that are no near-copies of one before them.</summary>
    /// <param name="images">The images.</param>
    /// <param name="bits">See <see cref="NearCopy.IsOf"/>.</param>
    public static IReadOnlyList<WatchedImage> Distinct(IEnumerable<WatchedImage> images, int bits = NearCopy.Bits)
    {
        var distinct = new DistinctImages(bits);
        return [.. images.Where(image => distinct.Add(image.Copy))];
    }

    /// <summary>A reference of distinct images.</summary>
    /// <param name="images">The images.</param>
    /// <param name="source">Where they are from, for people.</param>
    /// <param name="bits">By what they are distinct, and others shall be.</param>
    public static ReferenceStatistics Reference(IReadOnlyList<WatchedImage> images, string source, int bits = NearCopy.Bits)
    {
        float[]? mean = null;
        if (images[0].Scores is { } first)
        {
            mean = new float[first.Length];
            for (var label = 0; label < mean.Length; label++) mean[label] = images.Average(image => image.Scores![label]);
        }
        return ReferenceStatistics.Of([.. images.Select(image => image.Traits)], mean, source) with { NearDuplicateBits = bits };
    }
}
