using Graft.Data;
using Graft.Imaging;
using Graft.Reports;
using Graft.Runtime;

namespace Graft;

/// <summary>Draws the masks that are annotated beside those that were found, small enough for a page.</summary>
internal static class MaskComparison
{
    private const int Side = 320, Gap = 4;

    /// <summary>Two images in one: on the left what is there, on the right what was found, with scores.</summary>
    public static PageImage Draw(ObjectSample sample, IReadOnlyList<FoundObject> found, IReadOnlyList<string> classes)
    {
        var (small, placement) = SceneDrawing.Shrunk(sample, Side);
        var truth = sample.Counted.Select(item => new BoxCaption(placement.Of(item.Box), classes[item.Label], item.Label) { Mask = Small(item.MaskFor(sample.Width, sample.Height)) });
        var answers = found.Select(one => DetectionFiles.Caption(one) with { Box = placement.Of(one.Box), Mask = Small(one.Mask) });
        return new PageImage(Beside(BoxDrawing.Draw(small, [.. truth]), BoxDrawing.Draw(small, [.. answers])));

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
