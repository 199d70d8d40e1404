using System.Text.Json.Serialization;
using Graft.Runtime;

namespace Graft;

/// <summary>An entry of COCO's result list.</summary>
/// <param name="ImageId">Number of the image.</param>
/// <param name="File">Its file, which COCO's tools leave unread.</param>
/// <param name="CategoryId">Number of the class.</param>
/// <param name="Bbox">Left, top, width and height in pixels.</param>
/// <param name="Score">0..1.</param>
internal sealed record CocoResult(
    [property: JsonPropertyName("image_id")] long ImageId,
    [property: JsonPropertyName("file_name")] string File,
    [property: JsonPropertyName("category_id")] int CategoryId,
    [property: JsonPropertyName("bbox")] IReadOnlyList<float> Bbox,
    [property: JsonPropertyName("score")] double Score)
{
    /// <summary>Its pixels; left out where the model finds boxes only.</summary>
    [JsonPropertyName("segmentation")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CocoRunLengths? Segmentation { get; init; }
}
