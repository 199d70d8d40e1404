using System.Globalization;
using Graft.Data;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft;

/// <summary>Draws the masks that are annotated beside those that were found, small enough for a page.</summary>
internal static class MaskComparison
{
    private const int Side = 320, Gap = 4;

    /// <summary>Two pictures in one as JPEG: on the left what is there, on the right what was found, with scores.</summary>
    public static byte[] Jpeg(ObjectSample sample, IReadOnlyList<FoundObject> found, IReadOnlyList<string> classes)
    {
        var picture = ImageFile.Decode(sample.Path);
        var scale = Math.Min(1.0, (double)Side / Math.Max(picture.Width, picture.Height));
        // Shrunk before it is drawn on: captions stay legible.
        var small = Resampler.Resize(picture, Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)), Interpolation.Bilinear);
        var placement = new Placement((double)small.Width / picture.Width, (double)small.Height / picture.Height, 0, 0);
        var truth = sample.Counted.Select(item => new BoxCaption(placement.Of(item.Box), classes[item.Label], item.Label) { Mask = Small(item.MaskFor(picture.Width, picture.Height)) });
        var answers = found.Select(one => new BoxCaption(placement.Of(one.Box), string.Create(CultureInfo.InvariantCulture, $"{one.ClassName} {one.Score * 100:0}%"), one.Label) { Mask = Small(one.Mask) });
        return ImageEncoder.EncodeJpeg(Beside(BoxDrawing.Draw(small, [.. truth]), BoxDrawing.Draw(small, [.. answers])), 85);

        Mask? Small(Mask? mask) => mask?.Place(placement, small.Width, small.Height);
    }

    private static RgbImage Beside(RgbImage left, RgbImage right)
    {
        var sheet = new RgbImage(left.Width + Gap + right.Width, left.Height);
        Array.Fill(sheet.Pixels, byte.MaxValue);
        for (var y = 0; y < sheet.Height; y++)
        {
            left.Pixels.AsSpan(y * left.Width * 3, left.Width * 3).CopyTo(sheet.Pixels.AsSpan(y * sheet.Width * 3));
            right.Pixels.AsSpan(y * right.Width * 3, right.Width * 3).CopyTo(sheet.Pixels.AsSpan((y * sheet.Width + left.Width + Gap) * 3));
        }
        return sheet;
    }
}
