using Graft.Imaging;

namespace Graft.Data;

/// <summary>A decoded image with the class of each of its pixels.</summary>
/// <param name="Image">The upright image.</param>
/// <param name="Map">Classes at the image's size; <see cref="ClassMap.Ignore"/> where none counts.</param>
internal sealed record DecodedMaskSample(RgbImage Image, ClassMap Map)
{
    /// <summary>Reads image and mask, or paints the mask from polygons.</summary>
    /// <param name="sample">What to read.</param>
    /// <param name="ignore">The mask value that does not count; it becomes <see cref="ClassMap.Ignore"/>.</param>
    /// <exception cref="GraftException">One of the files is refused, or their sizes differ.</exception>
    public static DecodedMaskSample Load(MaskSample sample, byte ignore = ClassMap.Ignore)
    {
        var image = ImageFile.Decode(sample.Path);
        return new(image, LoadMap(sample, image.Width, image.Height, ignore));
    }

    /// <summary>Reads the mask of an image of this size, or paints it from polygons.</summary>
    /// <inheritdoc cref="Load" path="/param|/exception"/>
    public static ClassMap LoadMap(MaskSample sample, int width, int height, byte ignore = ClassMap.Ignore)
    {
        if (sample.MaskPath is null) return MaskPainting.Paint(width, height, sample.Objects ?? []);
        var map = IndexPng.Read(sample.MaskPath).Map;
        if (map.Width != width || map.Height != height)
            throw new GraftException($"The mask of {sample.Name} is {map.Width} x {map.Height} pixels, the image {width} x {height}.",
                "Expected the same size.", "Draw the mask on the upright image.");
        if (ignore != ClassMap.Ignore || sample.Labels is not null)
            for (var i = 0; i < map.Values.Length; i++)
                if (map.Values[i] == ignore) map.Values[i] = ClassMap.Ignore;
                else if (sample.Labels is { } labels && map.Values[i] < labels.Count) map.Values[i] = labels[map.Values[i]];
        return map;
    }
}
