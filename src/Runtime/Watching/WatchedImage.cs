using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>An image as it is compared with others.</summary>
/// <param name="Traits">What is compared.</param>
/// <param name="Scores">Of a classifier, the scores of all classes; null for other tasks.</param>
/// <param name="Copy">Tells near-copies.</param>
internal sealed record WatchedImage(ImageTraits Traits, float[]? Scores, NearCopy Copy)
{
    /// <summary>
    /// The images that are no near-copies of one before them: a camera before which nothing moves says one thing, however often. As in data sets a copy is near
    /// the first of its group, or near one that is.
    /// </summary>
    /// <param name="images">The images.</param>
    /// <param name="bits">See <see cref="NearCopy.IsOf"/>.</param>
    public static IReadOnlyList<WatchedImage> Distinct(IEnumerable<WatchedImage> images, int bits = NearCopy.Bits)
    {
        List<List<WatchedImage>> groups = [];
        foreach (var image in images)
        {
            var group = groups.Find(members => image.Copy.IsOf(members[0].Copy, bits));
            if (group is not null) group.Add(image);
            else if (!groups.Exists(members => members.Skip(1).Any(member => image.Copy.IsOf(member.Copy, bits)))) groups.Add([image]);
        }
        return [.. groups.Select(members => members[0])];
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
