namespace Graft.Imaging;

/// <summary>Pixels to read from: 3 or 4 bytes each, rows without gaps; bytes behind the last pixel may be read and never count.</summary>
internal readonly ref struct PixelSource
{
    public PixelSource(RgbImage image) : this(image.Pixels, image.Width, image.Height, 3) { }

    public PixelSource(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        Pixels = pixels;
        Width = width;
        Height = height;
        Channels = channels;
        Box = new SourceBox(0, 0, width, height);
        ImageWidth = width;
        ImageHeight = height;
    }

    public ReadOnlySpan<byte> Pixels { get; }

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; }

    /// <summary>The part of the pixels that the image covers.</summary>
    public SourceBox Box { get; init; }

    /// <summary>Pixels across of the image before any scaled decoding, which is what target sizes are computed from.</summary>
    public int ImageWidth { get; init; }

    /// <summary>As <see cref="ImageWidth"/>, pixels down.</summary>
    public int ImageHeight { get; init; }
}
