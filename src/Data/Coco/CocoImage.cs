using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Data;

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
