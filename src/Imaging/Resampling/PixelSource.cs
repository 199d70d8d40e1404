namespace Graft.Imaging;

/// <summary>Pixels to read from: 3 or 4 bytes each, rows without gaps; bytes beyond the last pixel may be read and never count.</summary>
internal readonly ref struct PixelSource(ReadOnlySpan<byte> pixels, int width, int height, int channels, SourceBox box)
{
    public PixelSource(RgbImage image) : this(image.Pixels, image.Width, image.Height, 3, new SourceBox(0, 0, image.Width, image.Height)) { }

    public ReadOnlySpan<byte> Pixels { get; } = pixels;

    public int Width { get; } = width;

    public int Height { get; } = height;

    public int Channels { get; } = channels;

    public SourceBox Box { get; } = box;
}
