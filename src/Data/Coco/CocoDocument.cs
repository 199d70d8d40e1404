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

    public long Id { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    [JsonPropertyName("file_name")]
    public string? FileName { get; init; }

    /// <summary>Ours: images that stay in one split. Other readers pass over it.</summary>
    public string? Group { get; init; }

    /// <summary>Licence, source, time and whatever else the file says.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; init; }
}

/// <summary>A class of a COCO file; numbers may have gaps.</summary>
internal sealed record CocoCategory
{
    public int Id { get; init; }

    public string? Name { get; init; }

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

/// <summary>0 or 1, which some tools write as false and true.</summary>
internal sealed class CocoFlagConverter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => 1,
        JsonTokenType.Number => reader.GetDouble() != 0 ? 1 : 0,
        JsonTokenType.String => reader.GetString() is "1" or "true" or "True" ? 1 : 0,
        _ => 0,
    };

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
