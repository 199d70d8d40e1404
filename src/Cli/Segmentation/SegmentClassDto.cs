using System.Text.Json.Serialization;

namespace Graft.Cli;

/// <summary>A class on an image under <c>graft predict --json</c>.</summary>
internal sealed record SegmentClassDto(string Class, int Label, long Pixels, double Share)
{
    /// <summary>Left, top, width and height in pixels; the background has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? Bbox { get; init; }

    /// <summary>Its pixels in COCO's run lengths.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CocoRunLengths? Segmentation { get; init; }
}
