using Graft.Imaging;

namespace Graft.Data;

/// <summary>A polygon of a COCO file: polygons, or runs, or the reason why it is neither.</summary>
internal sealed record CocoSegmentation(IReadOnlyList<Polygon>? Polygons, Mask? Mask, string? Fault = null)
{
    /// <summary>Writes runs as numbers, as COCO does for crowds, and not as text.</summary>
    public bool AsNumbers { get; init; }
}
