using Graft.Imaging;

namespace Graft.Data;

/// <summary>Cuts objects of which only the box is known out of images: the whole box, its edges feathered so that they are no signal.</summary>
internal static class BoxCutOut
{
    private const int MinSide = 8, FeatherShare = 10;

    // A box that shows another object as well would be pasted under one name.
    private const double MaxOfOthers = 0.1;

    /// <summary>Objects that can be cut out so: large enough, and alone in their boxes.</summary>
    public static ObjectAnnotation[] Able(IReadOnlyList<ObjectAnnotation> objects) =>
        [.. objects.Where(item => !item.IsIgnored && Math.Min(item.Box.Width, item.Box.Height) >= MinSide
            && !objects.Any(other => !ReferenceEquals(other, item) && other.Box.Intersection(item.Box) > MaxOfOthers * item.Box.Area))];

    /// <summary>The pixels of a box; opaque but for a tenth of its shorter side along the edges.</summary>
    public static CutOut Of(RgbImage image, Box box)
    {
        var (left, top) = (Math.Clamp((int)box.X1, 0, image.Width - 1), Math.Clamp((int)box.Y1, 0, image.Height - 1));
        var crop = new CropBox(left, top, Math.Clamp((int)MathF.Ceiling(box.X2) - left, 1, image.Width - left), Math.Clamp((int)MathF.Ceiling(box.Y2) - top, 1, image.Height - top));
        var feather = Math.Max(1, Math.Min(crop.Width, crop.Height) / FeatherShare);
        var alpha = new byte[crop.Width * crop.Height];
        for (var y = 0; y < crop.Height; y++)
            for (var x = 0; x < crop.Width; x++)
            {
                var edge = Math.Min(Math.Min(x, crop.Width - 1 - x), Math.Min(y, crop.Height - 1 - y)) + 1;
                alpha[y * crop.Width + x] = (byte)Math.Min(255, 255 * edge / (feather + 1));
            }
        return new CutOut(ImagePlacement.Cut(image, crop), alpha);
    }
}
