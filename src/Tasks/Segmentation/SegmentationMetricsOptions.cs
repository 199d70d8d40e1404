namespace Graft.Tasks;

/// <summary>How <see cref="SegmentationMetrics"/> measures.</summary>
public sealed record SegmentationMetricsOptions
{
    /// <summary>
    /// Pixels by which a polygon may be off and still count for the boundary F-score, as a share of the image's diagonal,
    /// 0 to 0.1; 0 leaves the score out. 0.0075 is that of Csurka et al. (2013).
    /// </summary>
    public double BoundaryTolerance { get; init; } = 0.0075;

    /// <summary>Bootstrap resamples for the intervals, 0 (none) to 100 000.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Share of repetitions that an interval should hold the value in.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Seed of the resampling.</summary>
    public ulong Seed { get; init; }
}
