using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>How strictly a data set is examined.</summary>
public sealed record ExaminationOptions
{
    internal const int DefaultNearDuplicateBits = NearCopy.Bits;

    /// <summary>Whether an undecodable image is an error or a warning.</summary>
    public OnBadImage OnBadImage { get; init; } = OnBadImage.Fail;

    /// <summary>Whether an object that cannot be learned (no area, outside the image, a broken polygon) is an error, or is left out with a warning.</summary>
    public OnBadImage OnBadObject { get; init; } = OnBadImage.Fail;

    /// <summary>
    /// Bits in which the perceptual hashes of copies may differ, 0 to 11; -1 looks for byte-identical images only, which is for images of a fixed
    /// camera whose small differences are what is learned. Copies
    /// found by the hash are confirmed on a thumbnail. On the bundled photos recompressed, resized and moderately brightened
    /// copies differ in at most 10 bits, different photos in at least 16.
    /// </summary>
    [Range(-1, 11)] public int NearDuplicateBits { get; init; } = DefaultNearDuplicateBits;

    /// <summary>Images with a shorter side below this are pointed out, in pixels.</summary>
    [Range(1, 100_000)] public int SmallestSide { get; init; } = 64;

    /// <summary>Classes with fewer images are pointed out.</summary>
    [Range(2, 1_000_000)] public int SmallestClass { get; init; } = 10;

    /// <summary>The largest class may have this many times the images of the smallest before it is pointed out.</summary>
    [Range(1, 1e6)] public double LargestImbalance { get; init; } = 10;

    /// <summary>Images examined at a time; 0 uses every core.</summary>
    [Range(0, 1024)] public int Workers { get; init; }

    /// <summary>Limits of decoding; the sizes to shrink to are chosen by the examination.</summary>
    public DecodeOptions Decode { get; init; } = DecodeOptions.Default;

    /// <summary>Whether classes without images, or with few, are pointed out; images that are added to others need not show all classes.</summary>
    internal bool JudgesClasses { get; init; } = true;

    /// <summary>Images that were looked at already, by their path, for those who examine the same files several times; null keeps none.</summary>
    internal ConcurrentDictionary<string, (SampleFacts Facts, Thumbnail? Thumbnail)>? Looked { get; init; }
}
