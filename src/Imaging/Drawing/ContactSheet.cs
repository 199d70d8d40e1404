namespace Graft.Imaging;

/// <summary>Images in a captioned grid, for a first look at training samples or at the worst mistakes.</summary>
internal static class ContactSheet
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
        ArgumentOutOfRangeException.ThrowIfNegative(options.TileHeight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.TileHeight, 2000);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Gap);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Gap, 200);
        return new ContactSheetPainter(images, options).Paint();
    }
}

/// <summary>The layout of a contact sheet.</summary>
internal sealed record ContactSheetOptions
{
    /// <summary>Images in a row, 1..100.</summary>
    public int Columns { get; init; } = 4;

    /// <summary>Width and height of an image's place in pixels, 16..2000; images are fitted in, never stretched.</summary>
    public int TileSize { get; init; } = 192;

    /// <summary>Height of an image's place in pixels, 1..2000; 0 for the same as its width.</summary>
    public int TileHeight { get; init; }

    /// <summary>Pixels between images and around them, 0..200.</summary>
    public int Gap { get; init; } = 8;

    /// <summary>A heading above the images; none when empty.</summary>
    public string Title { get; init; } = "";
}

/// <summary>An image and the words below it.</summary>
/// <param name="Image">The image, of any size.</param>
/// <param name="Caption">One line, or several with line breaks; long lines are cut.</param>
/// <param name="Tone">The colour of the caption.</param>
internal sealed record CaptionedImage(RgbImage Image, string Caption, CaptionTone Tone = CaptionTone.Neutral);

/// <summary>What a caption's colour says.</summary>
internal enum CaptionTone
{
    /// <summary>Dark grey.</summary>
    Neutral,

    /// <summary>Green: a right answer.</summary>
    Good,

    /// <summary>Red: a mistake.</summary>
    Bad,
}

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

    private int TileHeight => _options.TileHeight > 0 ? _options.TileHeight : _options.TileSize;

    private int TitleHeight => _options.Title.Length > 0 ? LineHeight + _options.Gap : 0;

    public RgbImage Paint()
    {
        int tile = _options.TileSize, gap = _options.Gap;
        var rows = (_images.Count + _columns - 1) / _columns;
        var heights = Enumerable.Range(0, rows).Select(CaptionHeight).ToArray();
        var canvas = new Canvas(gap + _columns * (tile + gap), gap + TitleHeight + rows * (TileHeight + gap) + heights.Sum(), Paper);
        canvas.Write(_options.Title, gap, gap, _dot, Ink, canvas.Image.Width - 2 * gap);
        var top = gap + TitleHeight;
        for (var row = 0; row < rows; row++)
        {
            for (var i = row * _columns; i < Math.Min((row + 1) * _columns, _images.Count); i++)
                PaintOne(canvas, i, gap + i % _columns * (tile + gap), top);
            top += TileHeight + gap + heights[row];
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
        var image = Fit(_images[index].Image, tile, TileHeight);
        canvas.Fill(left, top, tile, TileHeight, Mount);
        canvas.Paste(image, left + (tile - image.Width) / 2, top + (TileHeight - image.Height) / 2);
        var y = top + TileHeight + 2 * _dot;
        foreach (var line in _captions[index])
        {
            canvas.Write(line, left, y, _dot, Colour(_images[index].Tone), tile);
            y += LineHeight;
        }
    }

    private static RgbImage Fit(RgbImage image, int width, int height)
    {
        var scale = Math.Min((double)width / image.Width, (double)height / image.Height);
        return Resampler.Resize(image, Math.Clamp((int)Math.Round(image.Width * scale), 1, width),
            Math.Clamp((int)Math.Round(image.Height * scale), 1, height), Interpolation.Bilinear);
    }

    private static (byte, byte, byte) Colour(CaptionTone tone) => tone switch
    {
        CaptionTone.Good => (20, 120, 50),
        CaptionTone.Bad => (190, 30, 30),
        _ => Ink,
    };
}
