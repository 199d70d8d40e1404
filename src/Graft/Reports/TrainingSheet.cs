using Graft.Imaging;

namespace Graft.Reports;

/// <summary>samples_train.jpg: pictures as the network gets them in the first epoch, cropped and augmented, with what it is told about them.</summary>
internal static class TrainingSheet
{
    private const int Max = 24, DefaultSide = 192;

    /// <summary>Writes the sheet whole or not at all.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="count">Training pictures; every n-th is shown, so that all classes are seen though pictures may be in the order of their classes.</param>
    /// <param name="picture">The picture of an index, with its caption.</param>
    /// <param name="side">Width and height of an image's tile in pixels; null for 192.</param>
    public static void Write(RunFolder folder, int count, Func<int, CaptionedImage> picture, int? side = null)
    {
        var shown = Math.Min(Max, count);
        var chosen = Enumerable.Range(0, shown).Select(position => picture((int)((long)position * count / shown)));
        var sheet = ContactSheet.Make([.. chosen], new ContactSheetOptions { TileSize = side ?? DefaultSide });
        AtomicFile.WriteBytes(folder["samples_train.jpg"], ImageEncoder.EncodeJpeg(sheet, 88));
    }
}
