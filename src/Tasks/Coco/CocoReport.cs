using System.Text.Json.Serialization;

namespace Graft.Tasks;

/// <summary>What COCO's evaluation found for boxes, or for masks.</summary>
/// <param name="Metrics">COCO's metrics, the main one first; keys without a word on boxes or masks.</param>
/// <param name="PerClass">One entry a class, in the order of the labels.</param>
/// <param name="Images">Images compared, those without objects included.</param>
public sealed record CocoReport([property: JsonIgnore] IReadOnlyList<Metric> Metrics, IReadOnlyList<CocoClassResult> PerClass, int Images)
{
    /// <summary>The twelve of pycocotools by name.</summary>
    public CocoMetrics Summary => new(Metrics);

    /// <summary>What was compared.</summary>
    [JsonInclude]
    internal OverlapKind Overlap { get; init; }

    /// <summary>How the intervals came about; empty without intervals.</summary>
    public string IntervalMethod { get; init; } = "";

    /// <summary>The metric of that key.</summary>
    internal Metric this[string key] => Metrics.First(metric => metric.Key == key);
}
