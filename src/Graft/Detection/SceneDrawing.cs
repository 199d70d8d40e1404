using Graft.Data;
using Graft.Imaging;
using Graft.Reports;
using Graft.Runtime;

namespace Graft;

/// <summary>Draws what was found and what is there on one small image.</summary>
internal static class SceneDrawing
{
    private const int Side = 420;
    private const double Hit = 0.5;

    /// <summary>The image: found objects in solid lines with their score, true ones dashed; those that were missed are named.</summary>
    public static PageImage Draw(ObjectSample sample, IReadOnlyList<FoundObject> found, IReadOnlyList<string> classes)
    {
        var (small, placement) = Shrunk(sample, Side);
        List<BoxCaption> boxes = [.. found.Select(one => DetectionFiles.Caption(one) with { Box = placement.Of(one.Box), Mask = null })];
        boxes.AddRange(sample.Objects.Select(item => new BoxCaption(placement.Of(item.Box), Caption(item, found, classes), item.Label) { IsDashed = true }));
        return new PageImage(BoxDrawing.Draw(small, boxes));
    }

    /// <summary>An image no larger than a page needs, and where its pixels have gone. It is shrunk before it is drawn on: captions stay legible.</summary>
    public static (RgbImage Image, Placement Placement) Shrunk(ObjectSample sample, int side)
    {
        var image = ImageFile.Decode(sample.Path);
        var (width, height) = PageImage.Fit(image.Width, image.Height, side);
        var small = Resampler.Resize(image, width, height, Interpolation.Bilinear);
        return (small, new Placement((double)small.Width / image.Width, (double)small.Height / image.Height, 0, 0));
    }

    private static string Caption(ObjectAnnotation item, IReadOnlyList<FoundObject> found, IReadOnlyList<string> classes) =>
        item.IsIgnored ? $"{classes[item.Label]} (not counted)"
        : found.Any(one => one.Label == item.Label && one.Box.IoU(item.Box) >= Hit) ? "" : $"missed {classes[item.Label]}";
}
