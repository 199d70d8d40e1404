using Graft.Imaging;

namespace Graft.Data;

/// <summary>A decoded picture with its objects in the same pixels.</summary>
/// <param name="Image">The upright picture.</param>
/// <param name="Objects">Boxes, outlines and masks at the picture's size.</param>
internal sealed record DecodedObjectSample(RgbImage Image, IReadOnlyList<ObjectAnnotation> Objects)
{
    /// <summary>Reads the picture; boxes are clipped to it, and what then has no area is left out.</summary>
    /// <exception cref="ImageException">The picture is refused.</exception>
    public static DecodedObjectSample Load(ObjectSample sample, DecodeOptions? options = null)
    {
        var image = ImageFile.Decode(sample.Path, options is null ? null : options with { ShrinkToWidth = 0, ShrinkToHeight = 0 });
        var clipped = sample.Objects.Select(item => item with { Box = item.Box.Clip(image.Width, image.Height) });
        return new DecodedObjectSample(image, [.. clipped.Where(item => !item.Box.IsEmpty)]);
    }
}
