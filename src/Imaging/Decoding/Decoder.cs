namespace Graft.Imaging;

/// <summary>Bytes to upright pixels: judges the format, then picks the engine.</summary>
internal static class Decoder
{
    /// <exception cref="ImageException">The image is refused, for any reason.</exception>
    public static PixelBuffer Decode(ReadOnlySpan<byte> bytes, string name, DecodeOptions options) =>
        Decode(bytes, name, options, ShrinkGoal.Of(options));

    /// <exception cref="ImageException">The image is refused, for any reason.</exception>
    public static PixelBuffer Decode(ReadOnlySpan<byte> bytes, string name, DecodeOptions options, ShrinkGoal goal)
    {
        var format = FormatSniffer.Judge(bytes, name, options);
        return NeedsVips(format)
            ? VipsDecoder.Decode(bytes, format, name, options)
            : SkiaDecoder.Decode(bytes, format, name, options, goal);
    }

    /// <exception cref="ImageException">The header is refused, for any reason.</exception>
    public static ImageInfo Inspect(ReadOnlySpan<byte> bytes, string name, DecodeOptions options)
    {
        var format = FormatSniffer.Judge(bytes, name, options);
        return NeedsVips(format) ? VipsDecoder.Inspect(bytes, format, name) : SkiaDecoder.Inspect(bytes, format, name);
    }

    private static bool NeedsVips(ImageFormat format) => format == ImageFormat.Tiff;
}

/// <summary>Refuses images that would fill the memory, before they do.</summary>
internal static class ImageLimits
{
    /// <exception cref="ImageException">TooLarge.</exception>
    public static void CheckSize(long width, long height, string name, DecodeOptions options)
    {
        var limit = Math.Min(options.MaxPixels, DecodeOptions.LargestMaxPixels);
        if (width * height > limit) throw ImageFaults.TooLarge(name, width, height, limit);
    }

    /// <exception cref="ImageException">TooLarge; Truncated where so few bytes cannot hold that many pixels.</exception>
    public static void Check(long width, long height, ReadOnlySpan<byte> bytes, ImageFormat format, string name, DecodeOptions options)
    {
        CheckSize(width, height, name, options);
        if (width * height / MaxPixelsPerByte(bytes, format) > bytes.Length) throw ImageFaults.Truncated(name, format);
    }

    // JPEG: a bit for each block of 8 x 8. PNG: deflate makes at most 1032 bytes of one. A single colour takes next to nothing in the other formats.
    private static double MaxPixelsPerByte(ReadOnlySpan<byte> bytes, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => 8 * 64,
        ImageFormat.Png when bytes.Length > 25 => 1032 * 8.0 / Math.Max(1, bytes[24] * (bytes[25] switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 })),
        _ => double.PositiveInfinity,
    };
}
