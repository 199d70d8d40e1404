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
