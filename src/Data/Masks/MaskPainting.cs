using Graft.Imaging;

namespace Graft.Data;

/// <summary>Paints a class map from polygons: small objects over large ones, what does not count as <see cref="ClassMap.Ignore"/>.</summary>
public static class MaskPainting
{
    /// <summary>A map with 0 where nothing is, and label + 1 where an object is.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="objects">Those without a polygon are painted as boxes when they do not count, and left out otherwise.</param>
    /// <exception cref="ArgumentException">A mask is of another size.</exception>
    /// <exception cref="GraftException">An object's class has no place in a byte beside the background and what does not count.</exception>
    public static ClassMap Paint(int width, int height, IReadOnlyList<ObjectAnnotation> objects)
    {
        var map = new ClassMap(width, height, new byte[width * height]);
        foreach (var item in objects.OrderByDescending(item => item.Area))
        {
            var mask = item.MaskFor(width, height);
            if (mask is null && item.IsIgnored) mask = Mask.FromBox(width, height, item.Box);
            if (mask is not null && (mask.Width, mask.Height) != (width, height))
                throw new ArgumentException($"A mask is {mask.Width} x {mask.Height}, the image {width} x {height}.");
            if (!item.IsIgnored && item.Label + 1 >= ClassMap.Ignore)
                throw new GraftException($"The class number {item.Label + 1} cannot be painted.", $"A mask has the background, {ClassMap.Ignore - 1} classes, and {ClassMap.Ignore} for what does not count.", "Leave classes out, or put some together.");
            mask?.Paint(map.Values, item.IsIgnored ? ClassMap.Ignore : (byte)(item.Label + 1));
        }
        return map;
    }
}
