using Graft.Imaging;

namespace Graft.Reports;

/// <summary>samples_train.jpg: images as the network gets them in the first epoch, cropped and augmented, with what it is told about them.</summary>
internal static class TrainingSheet
{
    private const int MaxShown = 24;

    /// <summary>Writes the sheet whole or not at all.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="count">Training images; every n-th is shown, so that all classes are seen though images may be in the order of their classes.</param>
    /// <param name="image">The image of an index, with its caption.</param>
    /// <param name="side">Width and height of an image's place in pixels.</param>
    public static void Write(RunFolder folder, int count, Func<int, CaptionedImage> image, int side = 192)
    {
        var shown = Math.Min(MaxShown, count);
        var sheet = ContactSheet.Make([.. Enumerable.Range(0, shown).Select(position => image((int)((long)position * count / shown)))], new ContactSheetOptions { TileSize = side });
        AtomicFile.WriteBytes(folder["samples_train.jpg"], ImageEncoder.EncodeJpeg(sheet, 88));
    }
}
