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
        if (sample.MaskPath is null) return new(image, MaskPainting.Paint(image.Width, image.Height, sample.Objects ?? []));
        var map = MaskFile.Read(sample).Map;
        if (map.Width != image.Width || map.Height != image.Height)
            throw new GraftException($"The mask of {sample.Name} is {map.Width} x {map.Height} pixels, the image {image.Width} x {image.Height}.",
                "Expected the same size.", "Draw the mask on the upright image.");
        if (ignore != ClassMap.Ignore || sample.Labels is not null)
            for (var i = 0; i < map.Values.Length; i++)
                if (map.Values[i] == ignore) map.Values[i] = ClassMap.Ignore;
                else if (sample.Labels is { } labels && map.Values[i] < labels.Count) map.Values[i] = labels[map.Values[i]];
        return new(image, map);
    }
}
