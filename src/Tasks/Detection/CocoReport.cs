using System.Text.Json.Serialization;

namespace Graft.Tasks;

/// <summary>What <see cref="CocoEvaluation"/> found.</summary>
/// <param name="Summary">The twelve metrics.</param>
/// <param name="PerClass">One entry a class, in the order of the labels.</param>
/// <param name="Images">Images compared, those without objects included.</param>
public sealed record CocoReport(CocoMetrics Summary, IReadOnlyList<CocoClassResult> PerClass, int Images)
{
    /// <summary>What was compared.</summary>
    public OverlapKind Overlap { get; init; }

    /// <summary>Interval of AP by resampling images; null when it was not asked for.</summary>
    public ConfidenceInterval? APInterval { get; init; }

    /// <summary>Interval of AP50 by resampling images.</summary>
    [JsonPropertyName("ap50Interval")]
    public ConfidenceInterval? AP50Interval { get; init; }

    /// <summary>Interval of AP75 by resampling images.</summary>
    [JsonPropertyName("ap75Interval")]
    public ConfidenceInterval? AP75Interval { get; init; }

    /// <summary>How the intervals came about; empty without intervals.</summary>
    public string IntervalMethod { get; init; } = "";
}
