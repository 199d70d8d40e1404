using Graft.Imaging;

namespace Graft.Data;

/// <summary>A decoded image with its objects in the same pixels.</summary>
/// <param name="Image">The upright image.</param>
/// <param name="Objects">Boxes, polygons and masks at the image's size.</param>
internal sealed record DecodedObjectSample(RgbImage Image, IReadOnlyList<ObjectAnnotation> Objects)
{
    /// <summary>Reads the image; boxes are clipped to it, and what then has no area is left out.</summary>
    /// <exception cref="ImageException">The image is refused.</exception>
    public static DecodedObjectSample Load(ObjectSample sample, DecodeOptions? options = null)
    {
        var image = ImageFile.Decode(sample.Path, options is null ? null : options with { ShrinkToWidth = 0, ShrinkToHeight = 0 });
        return new DecodedObjectSample(image, Within(sample, image.Width, image.Height));
    }

    /// <summary>The objects of an image of this size: boxes are clipped to it, and what then has no area is left out.</summary>
    public static IReadOnlyList<ObjectAnnotation> Within(ObjectSample sample, int width, int height) =>
        [.. sample.Objects.Select(item => item with { Box = item.Box.Clip(width, height) }).Where(item => !item.Box.IsEmpty)];
}
