using System.Text.Json.Serialization;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>A mask as COCO compresses it.</summary>
/// <param name="Size">Height and width.</param>
/// <param name="Counts">Run lengths as text.</param>
public sealed record CocoRunLengths([property: JsonPropertyName("size")] IReadOnlyList<int> Size, [property: JsonPropertyName("counts")] string Counts)
{
    /// <summary>Those of a mask.</summary>
    public static CocoRunLengths Of(Mask mask) => new([mask.Height, mask.Width], mask.ToCocoText());
}
