namespace Graft.Imaging;

/// <summary>8-bit RGB pixels, row by row: <c>Pixels[(y * Width + x) * 3 + channel]</c>, channel 0 is red.</summary>
public sealed class RgbImage
{
    /// <summary>Wraps pixels; the array is not copied.</summary>
    /// <exception cref="ArgumentException">The array does not hold Width x Height x 3 values.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        if (width < 1 || height < 1 || pixels.Length != (long)width * height * 3)
            throw new ArgumentException($"{width} x {height} pixels need {(long)width * height * 3} bytes, not {pixels.Length}.");
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>A black image.</summary>
    public RgbImage(int width, int height) : this(width, height, new byte[checked(width * height * 3)]) { }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Height x Width x 3 bytes, 0..255.</summary>
    public byte[] Pixels { get; }
}
