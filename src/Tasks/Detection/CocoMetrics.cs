using System.Text.Json.Serialization;

namespace Graft.Tasks;

/// <summary>
/// COCO's twelve metrics, 0..1; null where no object of the size exists. Small is below 32 x 32 square pixels, large from
/// 96 x 96 on. Precision is averaged over the overlaps 0.50, 0.55 to 0.95 and over 101 recalls, then over the classes.
/// </summary>
public sealed record CocoMetrics
{
    /// <summary>Average precision over all overlaps; COCO's main metric.</summary>
    public double? AP { get; init; }

    /// <summary>Average precision at overlap 0.50.</summary>
    [JsonPropertyName("ap50")]
    public double? AP50 { get; init; }

    /// <summary>Average precision at overlap 0.75.</summary>
    [JsonPropertyName("ap75")]
    public double? AP75 { get; init; }

    /// <summary>Average precision of small objects.</summary>
    public double? APSmall { get; init; }

    /// <summary>Average precision of medium objects.</summary>
    public double? APMedium { get; init; }

    /// <summary>Average precision of large objects.</summary>
    public double? APLarge { get; init; }

    /// <summary>Average recall with one detection an image and class.</summary>
    [JsonPropertyName("ar1")]
    public double? AR1 { get; init; }

    /// <summary>Average recall with ten detections an image and class.</summary>
    [JsonPropertyName("ar10")]
    public double? AR10 { get; init; }

    /// <summary>Average recall with a hundred detections an image and class.</summary>
    [JsonPropertyName("ar100")]
    public double? AR100 { get; init; }

    /// <summary>Average recall of small objects.</summary>
    public double? ARSmall { get; init; }

    /// <summary>Average recall of medium objects.</summary>
    public double? ARMedium { get; init; }

    /// <summary>Average recall of large objects.</summary>
    public double? ARLarge { get; init; }

    /// <summary>All twelve in pycocotools' order, -1 where it has none.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> All =>
        [.. new[] { AP, AP50, AP75, APSmall, APMedium, APLarge, AR1, AR10, AR100, ARSmall, ARMedium, ARLarge }.Select(metric => metric ?? -1)];
}
