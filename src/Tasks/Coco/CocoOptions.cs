namespace Graft.Tasks;

/// <summary>How <see cref="CocoEvaluation"/> compares; the defaults are COCO's.</summary>
internal sealed record CocoOptions
{
    /// <summary>Masks of detections that have boxes beside them, as the results of Mask R-CNN are.</summary>
    public static CocoOptions ForMasks { get; } = new() { Overlap = OverlapKind.Masks, SizeByBox = true };

    /// <summary>Boxes or masks.</summary>
    public OverlapKind Overlap { get; init; }

    /// <summary>
    /// True judges the size of an unmatched detection by its box even when masks are compared. pycocotools does so for result
    /// files that have boxes beside the masks, and takes the mask's area for those that do not.
    /// </summary>
    public bool SizeByBox { get; init; }

    /// <summary>Bootstrap resamples for the intervals, 0 (none, the default) to 100 000.</summary>
    [Resamples] public int Resamples { get; init; }

    /// <summary>Share of repetitions that an interval should hold the value in.</summary>
    [ConfidenceLevel] public double Level { get; init; } = 0.95;

    /// <summary>Seed of the resampling.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads; 0 for as many as there are cores. The metrics are the same for any number.</summary>
    public int Workers { get; init; }

    /// <summary>The unit of each image, see <see cref="CopyUnits"/>: copies of one another count as one. Null where there are none.</summary>
    public IReadOnlyList<int>? Units { get; init; }
}
