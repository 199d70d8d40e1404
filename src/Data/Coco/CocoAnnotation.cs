using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Data;

/// <summary>An object of a COCO file.</summary>
internal sealed record CocoAnnotation
{
    /// <summary>The names of its fields.</summary>
    public static readonly string[] Words = ["id", "image_id", "category_id", "bbox", "area", "iscrowd", "segmentation", "difficult", "truncated"];

    public long? Id { get; init; }

    [JsonPropertyName("image_id")]
    public long ImageId { get; init; }

    [JsonPropertyName("category_id")]
    public int CategoryId { get; init; }

    /// <summary>x, y, width, height.</summary>
    public double[]? Bbox { get; init; }

    public double? Area { get; init; }

    [JsonConverter(typeof(CocoFlagConverter))]
    public int Iscrowd { get; init; }

    [JsonConverter(typeof(CocoSegmentationConverter))]
    public CocoSegmentation? Segmentation { get; init; }

    /// <summary>VOC's flag, which COCO has no word for; other readers pass over it.</summary>
    [JsonConverter(typeof(CocoFlagConverter)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Difficult { get; init; }

    /// <summary>VOC's flag, likewise.</summary>
    [JsonConverter(typeof(CocoFlagConverter)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Truncated { get; init; }

    /// <summary>Key points, attributes and whatever else the file says.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; init; }
}
