using System.Text.Json.Serialization;
using Graft.Artifacts;
using Graft.Runtime;

namespace Graft.Cli;

/// <summary>An object under <c>graft predict --json</c>; numbers of image and class, box and score are an entry of COCO's result list.</summary>
internal sealed record ObjectDto([property: JsonPropertyName("image_id")] long ImageId, [property: JsonPropertyName("category_id")] int CategoryId, string Class, int Label, double Score, IReadOnlyList<float> Bbox)
{
    /// <summary>Pixels of the mask.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Area { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CocoRunLengths? Segmentation { get; init; }

    public static ObjectDto Of(FoundObject found, long image, Manifest manifest) => new(image, manifest.CategoryIds?[found.Label] ?? found.Label + 1, found.ClassName, found.Label, found.Score, [found.Box.X1, found.Box.Y1, found.Box.Width, found.Box.Height])
    {
        Area = found.Mask?.Area,
        Segmentation = found.Mask is { } mask ? CocoRunLengths.Of(mask) : null,
    };
}
