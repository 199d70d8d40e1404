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
    public static void Check(long width, long height, string name, DecodeOptions options)
    {
        var limit = Math.Min(options.MaxPixels, DecodeOptions.LargestMaxPixels);
        if (width * height > limit) throw ImageFaults.TooLarge(name, width, height, limit);
    }
}
