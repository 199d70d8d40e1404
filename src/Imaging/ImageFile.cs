namespace Graft.Imaging;

/// <summary>
/// Reads jpeg, png, webp, gif (first frame), bmp and tiff (first page) as upright 8-bit RGB. EXIF orientation is applied;
/// grey, palette, CMYK and 16-bit images are converted. An alpha channel is dropped and colour profiles are ignored, as
/// by Pillow's <c>Image.open(path).convert("RGB")</c>, torchvision's loader, which networks were trained with.
/// </summary>
public static class ImageFile
{
    private const int LongestHeader = 256 << 10;

    /// <summary>Reads an image.</summary>
    /// <exception cref="ImageException">The file is refused; the reason is in <see cref="ImageException.Reason"/>.</exception>
    public static RgbImage Decode(string path, DecodeOptions? options = null)
    {
        using var bytes = FileBytes.Read(path);
        using var pixels = Decoder.Decode(bytes.Span, path, options ?? DecodeOptions.Default);
        return pixels.ToImage();
    }

    /// <summary>Reads an image from memory.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="name">Named in errors; its extension, if it has one, must agree with the content.</param>
    /// <param name="options">Limits; the default ones when null.</param>
    /// <exception cref="ImageException">The content is refused.</exception>
    public static RgbImage Decode(byte[] bytes, string name, DecodeOptions? options = null)
    {
        using var pixels = Decoder.Decode(bytes, name, options ?? DecodeOptions.Default);
        return pixels.ToImage();
    }

    /// <summary>Reads an image with its alpha channel; without one, and from TIFF, it is opaque.</summary>
    /// <exception cref="ImageException">The file is refused; the reason is in <see cref="ImageException.Reason"/>.</exception>
    internal static CutOut DecodeCutOut(string path, DecodeOptions? options = null)
    {
        using var bytes = FileBytes.Read(path);
        using var pixels = Decoder.Decode(bytes.Span, path, options ?? DecodeOptions.Default);
        var alpha = new byte[pixels.Width * pixels.Height];
        for (var i = 0; i < alpha.Length; i++) alpha[i] = pixels.Channels == 4 ? pixels.Pixels[4 * i + 3] : (byte)255;
        return new CutOut(pixels.ToImage(), alpha);
    }

    /// <summary>Reads an image from memory, and looks at its alpha channel besides: true where a pixel is not opaque, whose hidden colour is read.</summary>
    /// <exception cref="ImageException">The content is refused.</exception>
    internal static (RgbImage Image, bool HasHiddenColours) DecodeWithAlpha(byte[] bytes, string name, DecodeOptions options)
    {
        using var pixels = Decoder.Decode(bytes, name, options);
        return (pixels.ToImage(), pixels.HasTransparency());
    }

    /// <summary>Reads the header only: the rest of the file may still turn out damaged.</summary>
    /// <exception cref="ImageException">The file is missing, or its header is refused.</exception>
    internal static ImageInfo Inspect(string path, DecodeOptions? options = null)
    {
        options ??= DecodeOptions.Default;
        using (var start = FileBytes.Read(path, LongestHeader))
        {
            if (!start.IsStart) return Decoder.Inspect(start.Span, path, options);
            // A JPEG says its size and orientation before its pixels; other formats may have the orientation behind them.
            if (start.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) && TryInspect(start.Span, path, options) is { } info) return info;
        }
        using var bytes = FileBytes.Read(path);
        return Decoder.Inspect(bytes.Span, path, options);
    }

    /// <summary>As <see cref="Inspect(string, DecodeOptions?)"/>, from memory.</summary>
    /// <exception cref="ImageException">The header is refused.</exception>
    internal static ImageInfo Inspect(byte[] bytes, string name, DecodeOptions? options = null) =>
        Decoder.Inspect(bytes, name, options ?? DecodeOptions.Default);

    // Null where the header is longer, or wrong: the whole file tells which.
    private static ImageInfo? TryInspect(ReadOnlySpan<byte> start, string path, DecodeOptions options)
    {
        try
        {
            return Decoder.Inspect(start, path, options);
        }
        catch (ImageException)
        {
            return null;
        }
    }

    /// <summary>Decodes the whole image and tells why it would be refused; null when it is good.</summary>
    public static ImageException? Verify(string path, DecodeOptions? options = null)
    {
        try
        {
            using var bytes = FileBytes.Read(path);
            using var pixels = Decoder.Decode(bytes.Span, path, options ?? DecodeOptions.Default);
            return null;
        }
        catch (ImageException refusal)
        {
            return refusal;
        }
    }
}

/// <summary>An image with an alpha channel: an object without its background.</summary>
/// <param name="Image">The colours, as stored under every alpha.</param>
/// <param name="Alpha">Height x Width values row by row, 255 where the image is opaque and 0 where it is not there.</param>
internal sealed record CutOut(RgbImage Image, byte[] Alpha)
{
    /// <summary>True when some pixels are not there.</summary>
    public bool HasBackground => Alpha.AsSpan().IndexOfAnyExcept((byte)255) >= 0;
}
