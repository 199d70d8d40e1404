using System.Text.Json.Serialization;
using Graft.Runtime;

namespace Graft;

/// <summary>The pixels of one class of an image, in COCO's result form.</summary>
/// <param name="ImageId">Number of the image.</param>
/// <param name="File">Its file, which COCO's tools leave unread.</param>
/// <param name="CategoryId">Index of the class.</param>
/// <param name="Category">Its name.</param>
/// <param name="Segmentation">Which pixels.</param>
public sealed record CocoRegion(
    [property: JsonPropertyName("image_id")] long ImageId,
    [property: JsonPropertyName("file_name")] string File,
    [property: JsonPropertyName("category_id")] int CategoryId,
    [property: JsonPropertyName("category")] string Category,
    [property: JsonPropertyName("segmentation")] CocoRunLengths Segmentation)
{
    /// <summary>Pixels.</summary>
    [JsonPropertyName("area")] public required long Area { get; init; }

    /// <summary>Left, top, width and height in pixels.</summary>
    [JsonPropertyName("bbox")] public required IReadOnlyList<float> Bbox { get; init; }

    /// <summary>Always 1: every pixel has its likeliest class. COCO's tools ask for it.</summary>
    [JsonPropertyName("score")] public double Score => 1;
}
