namespace Graft.Imaging;

/// <summary>Limits and liberties of decoding.</summary>
public sealed record DecodeOptions
{
    /// <summary>Pillow's limit (twice its MAX_IMAGE_PIXELS); no image is decoded to more, whatever its format.</summary>
    public const long DefaultMaxPixels = 178_956_970;

    /// <summary>4 bytes of each pixel have to fit in one array.</summary>
    internal const long LargestMaxPixels = 500_000_000;

    /// <summary>What <see cref="MaxPixels"/> is unless it is given: the command line's <c>--max-pixels</c>.</summary>
    internal static long ProcessMaxPixels { get; set; } = DefaultMaxPixels;

    /// <summary>Full size, the default limit, names checked against content.</summary>
    public static DecodeOptions Default => new();

    /// <summary>Images with more pixels are refused after reading their header (decompression bombs).</summary>
    public long MaxPixels { get; init; } = ProcessMaxPixels;

    /// <summary>
    /// With <see cref="ShrinkToHeight"/>: the caller will shrink to about this many pixels across, so the decoder may
    /// return a smaller image that is still at least twice as wide; 0 decodes full size. Only JPEG makes use of it.
    /// </summary>
    public int ShrinkToWidth { get; init; }

    /// <summary>As <see cref="ShrinkToWidth"/>, pixels down, after EXIF orientation.</summary>
    public int ShrinkToHeight { get; init; }

    /// <summary>Reads a PNG called .jpg instead of refusing it.</summary>
    public bool AcceptMislabelled { get; init; }
}
