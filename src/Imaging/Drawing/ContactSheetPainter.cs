namespace Graft.Imaging;

/// <summary>Lays out and paints a contact sheet.</summary>
internal sealed class ContactSheetPainter
{
    private static readonly (byte, byte, byte) Paper = (250, 250, 250);
    private static readonly (byte, byte, byte) Mount = (232, 232, 232);
    private static readonly (byte, byte, byte) Ink = (40, 40, 40);

    private readonly IReadOnlyList<CaptionedImage> _images;
    private readonly ContactSheetOptions _options;
    private readonly IReadOnlyList<string>[] _captions;
    private readonly int _dot;
    private readonly int _columns;

    public ContactSheetPainter(IReadOnlyList<CaptionedImage> images, ContactSheetOptions options)
    {
        _images = images;
        _options = options;
        // Two pixels a dot read well on a screen, where at least 12 letters fit.
        _dot = options.TileSize >= 12 * DotFont.Advance * 2 ? 2 : 1;
        _columns = Math.Min(options.Columns, images.Count);
        _captions = [.. images.Select(image => CaptionLines.Break(image.Caption, Math.Max(2, options.TileSize / (DotFont.Advance * _dot))))];
    }

    private int LineHeight => (DotFont.Height + 2) * _dot;

    private int TitleHeight => _options.Title.Length > 0 ? LineHeight + _options.Gap : 0;

    public RgbImage Paint()
    {
        int tile = _options.TileSize, gap = _options.Gap;
        var rows = (_images.Count + _columns - 1) / _columns;
        var heights = Enumerable.Range(0, rows).Select(CaptionHeight).ToArray();
        var canvas = new Canvas(gap + _columns * (tile + gap), gap + TitleHeight + rows * (tile + gap) + heights.Sum(), Paper);
        canvas.Write(DotFont.Fold(_options.Title), gap, gap, _dot, Ink);
        var top = gap + TitleHeight;
        for (var row = 0; row < rows; row++)
        {
            for (var i = row * _columns; i < Math.Min((row + 1) * _columns, _images.Count); i++)
                PaintOne(canvas, i, gap + i % _columns * (tile + gap), top);
            top += tile + gap + heights[row];
        }
        return canvas.Image;
    }

    private int CaptionHeight(int row)
    {
        var lines = _captions.Skip(row * _columns).Take(_columns).Max(caption => caption.Count);
        return lines == 0 ? 0 : 2 * _dot + lines * LineHeight;
    }

    private void PaintOne(Canvas canvas, int index, int left, int top)
    {
        var tile = _options.TileSize;
        var image = Fit(_images[index].Image, tile);
        canvas.Fill(left, top, tile, tile, Mount);
        canvas.Paste(image, left + (tile - image.Width) / 2, top + (tile - image.Height) / 2);
        var y = top + tile + 2 * _dot;
        foreach (var line in _captions[index])
        {
            canvas.Write(line, left, y, _dot, Colour(_images[index].Tone));
            y += LineHeight;
        }
    }

    private static RgbImage Fit(RgbImage image, int tile)
    {
        var scale = Math.Min((double)tile / image.Width, (double)tile / image.Height);
        return Resampler.Resize(image, Math.Clamp((int)Math.Round(image.Width * scale), 1, tile),
            Math.Clamp((int)Math.Round(image.Height * scale), 1, tile), Interpolation.Bilinear);
    }

    private static (byte, byte, byte) Colour(CaptionTone tone) => tone switch
    {
        CaptionTone.Good => (20, 120, 50),
        CaptionTone.Bad => (190, 30, 30),
        _ => Ink,
    };
}
