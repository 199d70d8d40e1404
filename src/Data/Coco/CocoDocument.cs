using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Data;

/// <summary>A COCO instances file as it is read and written.</summary>
internal sealed record CocoDocument
{
    public JsonElement? Info { get; init; }

    public JsonElement? Licenses { get; init; }

    public IReadOnlyList<CocoImage>? Images { get; init; }

    public IReadOnlyList<CocoAnnotation>? Annotations { get; init; }

    public IReadOnlyList<CocoCategory>? Categories { get; init; }

    /// <summary>Whatever else the file says.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; init; }
}

/// <summary>An image of a COCO file.</summary>
internal sealed record CocoImage
{
    /// <summary>The names of its fields.</summary>
    public static readonly string[] Words = ["id", "width", "height", "file_name", "group"];

    public CocoKey Id { get; init; }

    [JsonConverter(typeof(CocoNumberConverter))]
    public double? Width { get; init; }

    [JsonConverter(typeof(CocoNumberConverter))]
    public double? Height { get; init; }

    [JsonPropertyName("file_name"), JsonConverter(typeof(CocoTextConverter))]
    public string? FileName { get; init; }

    /// <summary>Ours: images that stay in one split. Other readers pass over it.</summary>
    [JsonIgnore]
    public string? Group
    {
        get => WrittenGroup is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        init => WrittenGroup = value is null ? null : JsonSerializer.SerializeToElement(value);
    }

    /// <summary>The field of that name; where it is no text it is another program's.</summary>
    [JsonPropertyName("group")]
    public JsonElement? WrittenGroup { get; init; }

    /// <summary>Licence, source, time and whatever else the file says.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; init; }
}

/// <summary>A class of a COCO file; numbers may have gaps.</summary>
internal sealed record CocoCategory
{
    public CocoKey Id { get; init; }

    [JsonConverter(typeof(CocoTextConverter))]
    public string? Name { get; init; }

    [JsonConverter(typeof(CocoTextConverter))]
    public string? Supercategory { get; init; }

    /// <summary>Key points, colour and whatever else the file says.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; init; }
}

/// <summary>An object of a COCO file.</summary>
internal sealed record CocoAnnotation
{
    /// <summary>The names of its fields.</summary>
    public static readonly string[] Words = ["id", "image_id", "category_id", "bbox", "area", "iscrowd", "segmentation", "difficult", "truncated"];

    public CocoKey Id { get; init; }

    [JsonPropertyName("image_id")]
    public CocoKey ImageId { get; init; }

    [JsonPropertyName("category_id")]
    public CocoKey CategoryId { get; init; }

    /// <summary>x, y, width, height.</summary>
    [JsonConverter(typeof(CocoNumbersConverter))]
    public double[]? Bbox { get; init; }

    [JsonConverter(typeof(CocoNumberConverter))]
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
