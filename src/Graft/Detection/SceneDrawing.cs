using System.Globalization;
using Graft.Data;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>Draws what was found and what is there on one small picture.</summary>
internal static class SceneDrawing
{
    private const int Side = 420;
    private const double Hit = 0.5;

    /// <summary>The picture as JPEG: found objects in solid lines with their score, true ones dashed; those that were missed are named.</summary>
    public static byte[] Jpeg(ObjectSample sample, IReadOnlyList<FoundObject> found, IReadOnlyList<string> classes)
    {
        var picture = ImageFile.Decode(sample.Path);
        var scale = Math.Min(1.0, (double)Side / Math.Max(picture.Width, picture.Height));
        // Shrunk before it is drawn on: captions stay legible.
        var small = Resampler.Resize(picture, Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)), Interpolation.Bilinear);
        List<BoxCaption> boxes = [.. found.Select(one => new BoxCaption(one.Box.Scale(scale, scale), string.Create(CultureInfo.InvariantCulture, $"{one.ClassName} {one.Score * 100:0}%"), one.Label))];
        boxes.AddRange(sample.Objects.Select(item => new BoxCaption(item.Box.Scale(scale, scale), Caption(item, found, classes), item.Label) { IsDashed = true }));
        return ImageEncoder.EncodeJpeg(BoxDrawing.Draw(small, boxes), 85);
    }

    private static string Caption(ObjectAnnotation item, IReadOnlyList<FoundObject> found, IReadOnlyList<string> classes) =>
        item.IsIgnored ? $"{classes[item.Label]} (not counted)"
        : found.Any(one => one.Label == item.Label && one.Box.IoU(item.Box) >= Hit) ? "" : $"missed {classes[item.Label]}";
}
