using System.Text.Json.Serialization;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>An object on an image.</summary>
/// <param name="Box">Where, in pixels of the image as it is on disk (upright).</param>
/// <param name="Label">Index of the class.</param>
/// <param name="ClassName">Its name.</param>
/// <param name="Score">How sure the model is, 0..1.</param>
public sealed record FoundObject(Box Box, int Label, string ClassName, double Score)
{
    /// <summary>
    /// Its pixels in the whole image, with area, bounds, polygons (<see cref="Imaging.Mask.Contours"/>) and COCO's run lengths; null when the model finds
    /// boxes only.
    /// </summary>
    [JsonConverter(typeof(RuntimeJson.MaskConverter))]
    public Mask? Mask { get; init; }

    /// <summary>Class, score and corners in pixels: <c>dog (0.932) at (12, 8) to (103.5, 99)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{ClassName} ({Score:0.000}) at {Box}");
}
