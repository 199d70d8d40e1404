using System.ComponentModel.DataAnnotations;

namespace Graft.Tasks;

/// <summary>How <see cref="SegmentationMetrics"/> measures.</summary>
internal sealed record SegmentationMetricsOptions
{
    /// <summary>
    /// Pixels by which a polygon may be off and still count for the boundary F-score, as a share of the image's diagonal,
    /// 0 to 0.1; 0 leaves the score out. 0.0075 is that of Csurka et al. (2013).
    /// </summary>
    [Range(0, 0.1, ErrorMessage = "The tolerance of boundaries is {1} to {2} of the diagonal; 0.0075 is the default.")]
    public double BoundaryTolerance { get; init; } = 0.0075;

    /// <summary>Bootstrap resamples for the intervals, 0 (none) to 100 000.</summary>
    [Resamples] public int Resamples { get; init; } = 1000;

    /// <summary>Share of repetitions that an interval should hold the value in.</summary>
    [ConfidenceLevel] public double Level { get; init; } = 0.95;

    /// <summary>Seed of the resampling.</summary>
    public ulong Seed { get; init; }

    /// <summary>The unit of each image, see <see cref="CopyUnits"/>: copies of one another count as one. Null where there are none.</summary>
    public IReadOnlyList<int>? Units { get; init; }
}
