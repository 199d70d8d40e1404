using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Data;

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
