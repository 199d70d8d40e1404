using System.Text.Json.Serialization;

namespace Graft.Tasks;

/// <summary>
/// COCO's twelve metrics, 0..1; null where no object of the size exists. Small is below 32 x 32 square pixels, large from
/// 96 x 96 on. Precision is averaged over the overlaps 0.50, 0.55 to 0.95 and over 101 recalls, then over the classes.
/// </summary>
public sealed record CocoMetrics
{
    private static readonly string[] Pycocotools =
        ["AP", "AP50", "AP75", "AP_small", "AP_medium", "AP_large", "AR1", "AR10", "AR100", "AR_small", "AR_medium", "AR_large"];

    private readonly IReadOnlyList<Metric> _metrics;

    internal CocoMetrics(IReadOnlyList<Metric> metrics) => _metrics = metrics;

    /// <summary>Average precision over all overlaps; COCO's main metric.</summary>
    public double? AP => Value("AP");

    /// <summary>Average precision at overlap 0.50.</summary>
    [JsonPropertyName("ap50")]
    public double? AP50 => Value("AP50");

    /// <summary>Average precision at overlap 0.75.</summary>
    [JsonPropertyName("ap75")]
    public double? AP75 => Value("AP75");

    /// <summary>Average precision of small objects.</summary>
    public double? APSmall => Value("AP_small");

    /// <summary>Average precision of medium objects.</summary>
    public double? APMedium => Value("AP_medium");

    /// <summary>Average precision of large objects.</summary>
    public double? APLarge => Value("AP_large");

    /// <summary>Average recall with one detection an image and class.</summary>
    [JsonPropertyName("ar1")]
    public double? AR1 => Value("AR1");

    /// <summary>Average recall with ten detections an image and class.</summary>
    [JsonPropertyName("ar10")]
    public double? AR10 => Value("AR10");

    /// <summary>Average recall with a hundred detections an image and class.</summary>
    [JsonPropertyName("ar100")]
    public double? AR100 => Value("AR100");

    /// <summary>Average recall of small objects.</summary>
    public double? ARSmall => Value("AR_small");

    /// <summary>Average recall of medium objects.</summary>
    public double? ARMedium => Value("AR_medium");

    /// <summary>Average recall of large objects.</summary>
    public double? ARLarge => Value("AR_large");

    /// <summary>All twelve in pycocotools' order, -1 where it has none.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> All => [.. Pycocotools.Select(key => Value(key) ?? -1)];

    private double? Value(string key) => _metrics.First(metric => metric.Key == key).Value;
}
