namespace Graft.Imaging;

/// <summary>
/// Shrink on load: a JPEG can be decoded at 1/2, 1/4 or 1/8 for a fraction of the work. The result is used only while it
/// is at least <see cref="Oversize"/> times the size that is asked for, so that the antialiased resampler has the last word.
/// </summary>
internal static class ScaledDecoding
{
    /// <summary>Times the target that a scaled picture must have on both sides.</summary>
    public const int Oversize = 2;

    /// <summary>8 for full size, else 4, 2 or 1: the scales with a fast inverse transform.</summary>
    public static int Eighths(int width, int height, bool swaps, ImageFormat format, DecodeOptions options)
    {
        if (format != ImageFormat.Jpeg || options.ShrinkToWidth < 1 || options.ShrinkToHeight < 1) return 8;
        var (across, down) = swaps ? (options.ShrinkToHeight, options.ShrinkToWidth) : (options.ShrinkToWidth, options.ShrinkToHeight);
        var eighths = 8;
        while (eighths > 1 && (long)width * eighths / 16 >= (long)across * Oversize && (long)height * eighths / 16 >= (long)down * Oversize)
            eighths /= 2;
        return eighths;
    }

    /// <summary>The part of the scaled buffer that the picture covers; the decoder rounds up to whole pixels.</summary>
    public static SourceBox Box(int width, int height, int scaledWidth, int scaledHeight, int eighths) => new(
        0, 0, Math.Min(scaledWidth, width * eighths / 8.0), Math.Min(scaledHeight, height * eighths / 8.0));
}
