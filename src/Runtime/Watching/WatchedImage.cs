using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>An image as it is compared with others.</summary>
/// <param name="Traits">What is compared.</param>
/// <param name="Scores">Of a classifier, the scores of all classes; null for other tasks.</param>
/// <param name="Copy">Tells near-copies.</param>
internal sealed record WatchedImage(ImageTraits Traits, float[]? Scores, NearCopy Copy)
{
    /// <summary>The images of which none is a near-copy of one before it: a camera before which nothing moves says one thing, however often.</summary>
    public static IReadOnlyList<WatchedImage> Distinct(IEnumerable<WatchedImage> images)
    {
        List<WatchedImage> distinct = [];
        foreach (var image in images)
            if (!distinct.Exists(other => image.Copy.IsOf(other.Copy))) distinct.Add(image);
        return distinct;
    }

    /// <summary>A reference of distinct images.</summary>
    public static ReferenceStatistics Reference(IReadOnlyList<WatchedImage> images, string source)
    {
        if (images[0].Scores is not { } first) return ReferenceStatistics.Of([.. images.Select(image => image.Traits)], null, source);
        var mean = new float[first.Length];
        for (var label = 0; label < mean.Length; label++) mean[label] = images.Average(image => image.Scores![label]);
        return ReferenceStatistics.Of([.. images.Select(image => image.Traits)], mean, source);
    }
}
