using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Data;

/// <summary>A picture of a COCO file.</summary>
internal sealed record CocoImage
{
    /// <summary>The names of its fields.</summary>
    public static readonly string[] Words = ["id", "width", "height", "file_name", "group"];

    public long Id { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    [JsonPropertyName("file_name")]
    public string? FileName { get; init; }

    /// <summary>Ours: pictures that stay on one side of a split. Other readers pass over it.</summary>
    public string? Group { get; init; }

    /// <summary>Licence, source, time and whatever else the file says.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; init; }
}
