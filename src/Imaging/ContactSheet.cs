namespace Graft.Imaging;

/// <summary>Images in a captioned grid, for a first look at training samples or at the worst mistakes.</summary>
public static class ContactSheet
{
    /// <summary>Draws the grid.</summary>
    /// <exception cref="ArgumentException">There are no images.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static RgbImage Make(IReadOnlyList<CaptionedImage> images, ContactSheetOptions? options = null)
    {
        options ??= new ContactSheetOptions();
        if (images.Count == 0) throw new ArgumentException("A contact sheet needs at least one image.", nameof(images));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Columns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Columns, 100);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TileSize, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.TileSize, 2000);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Gap);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Gap, 200);
        return new ContactSheetPainter(images, options).Paint();
    }
}
