namespace Graft.Imaging;

/// <summary>Pixels to read from: 3 or 4 bytes each, rows without gaps; bytes behind the last pixel may be read and never count.</summary>
internal readonly ref struct PixelSource
{
    public PixelSource(RgbImage image) : this(image.Pixels, new PixelLayout(image.Width, image.Height, 3)) { }

    public PixelSource(ReadOnlySpan<byte> pixels, PixelLayout layout)
    {
        Pixels = pixels;
        Layout = layout;
    }

    public ReadOnlySpan<byte> Pixels { get; }

    public PixelLayout Layout { get; }

    public int Width => Layout.Width;

    public int Height => Layout.Height;

    public int Channels => Layout.Channels;
}

/// <summary>How pixels lie in memory, and what they are of the image.</summary>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Channels">Bytes of a pixel.</param>
internal readonly record struct PixelLayout(int Width, int Height, int Channels)
{
    /// <summary>The part that the image covers: a JPEG of 1001 pixels decoded at 1/8 has 126 columns, of which 125.125 count.</summary>
    public SourceBox Box { get; init; } = new(0, 0, Width, Height);

    /// <summary>Pixels across of the image before any scaled decoding, upright as the pixels are; target sizes are computed from it.</summary>
    public int ImageWidth { get; init; } = Width;

    /// <summary>As <see cref="ImageWidth"/>, pixels down.</summary>
    public int ImageHeight { get; init; } = Height;
}

/// <summary>The part of a source that is resampled, in its pixels; edges may lie between pixels.</summary>
internal readonly record struct SourceBox(double Left, double Top, double Width, double Height);

/// <summary>A full output size and the part of it that is computed; its pixels equal those of the whole.</summary>
internal readonly record struct OutputWindow(int FullWidth, int FullHeight, int Left, int Top, int Width, int Height)
{
    public static OutputWindow Whole(int width, int height) => new(width, height, 0, 0, width, height);
}
