using System.Buffers;

namespace Graft.Imaging;

/// <summary>
/// Decoded pixels in a pooled array: red, green, blue and, with four channels, one byte that is ignored. The decoder
/// writes here and the resampler reads from here, with no pass between them.
/// </summary>
internal sealed class PixelBuffer : IDisposable
{
    // Wide loads of the resampler may read past the last pixel.
    private const int Slack = 64;

    // Larger arrays would stay in the pool long after the one huge image that needed them.
    private const int LargestPooled = 64 << 20;

    private readonly bool _pooled;

    public PixelBuffer(int width, int height, int channels)
    {
        Width = width;
        Height = height;
        Channels = channels;
        Box = new SourceBox(0, 0, width, height);
        ImageWidth = width;
        ImageHeight = height;
        var size = checked(width * height * channels + Slack);
        _pooled = size <= LargestPooled;
        Pixels = _pooled ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);
    }

    public byte[] Pixels { get; }

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; }

    /// <summary>The part of the buffer that the image covers: a JPEG of 1001 pixels decoded at 1/8 has 126 columns, of which 125.125 count.</summary>
    public SourceBox Box { get; init; }

    /// <summary>Pixels across of the image before scaled decoding, upright as the pixels are.</summary>
    public int ImageWidth { get; init; }

    /// <summary>As <see cref="ImageWidth"/>, pixels down.</summary>
    public int ImageHeight { get; init; }

    public PixelSource Source => new(Pixels, Width, Height, Channels)
    {
        Box = Box,
        ImageWidth = ImageWidth,
        ImageHeight = ImageHeight,
    };

    public RgbImage ToImage()
    {
        var image = new byte[Width * Height * 3];
        if (Channels == 3) Pixels.AsSpan(0, image.Length).CopyTo(image);
        else PackRgb.FromRgbx(Pixels, image, Width * Height);
        return new RgbImage(Width, Height, image);
    }

    public void Dispose()
    {
        if (_pooled) ArrayPool<byte>.Shared.Return(Pixels);
    }
}
