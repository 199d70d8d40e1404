namespace Graft.Tasks;

/// <summary>How <see cref="DetectionMetrics"/> measures.</summary>
public sealed record DetectionReportOptions
{
    /// <summary>Score from which the confusion matrix counts detections, 0..1; null takes the best one found.</summary>
    public double? Threshold { get; init; }

    /// <summary>True compares masks too; every object and every detection needs one.</summary>
    public bool Masks { get; init; }

    /// <summary>Bootstrap resamples for the intervals, 0 (none) to 100 000.</summary>
    public int Resamples { get; init; } = 200;

    /// <summary>Share of repetitions that an interval should hold the value in.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Seed of the resampling.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads; 0 for as many as there are cores. The metrics are the same for any number.</summary>
    public int Workers { get; init; }
}
