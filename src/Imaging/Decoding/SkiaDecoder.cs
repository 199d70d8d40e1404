using SkiaSharp;

namespace Graft.Imaging;

/// <summary>Decodes with Skia's codecs, straight into the buffer the resampler reads.</summary>
internal static class SkiaDecoder
{
    public static unsafe ImageInfo Inspect(ReadOnlySpan<byte> bytes, ImageFormat format, string name)
    {
        fixed (byte* pointer = bytes)
        {
            using var codec = Open(pointer, bytes, format, name);
            return ImageInfo.Of(format, codec.Info.Width, codec.Info.Height, Orientation(codec, bytes, format));
        }
    }

    public static unsafe PixelBuffer Decode(ReadOnlySpan<byte> bytes, ImageFormat format, string name, DecodeOptions options, ShrinkGoal goal)
    {
        fixed (byte* pointer = bytes)
        {
            using var codec = Open(pointer, bytes, format, name);
            ImageLimits.Check(codec.Info.Width, codec.Info.Height, bytes, format, name, options);
            var orientation = Orientation(codec, bytes, format);
            var buffer = Allocate(codec, format, orientation, goal);
            try
            {
                var result = Read(codec, buffer);
                if (result != SKCodecResult.Success) throw Refusal(result, bytes, format, name);
                if (format == ImageFormat.Jpeg && Truncation.LacksJpegEnd(bytes)) throw ImageFaults.Truncated(name, format);
                if (format == ImageFormat.Gif) GifTransparency.Restore(bytes, buffer);
                return ImageOrientation.Apply(buffer, orientation);
            }
            catch
            {
                buffer.Dispose();
                throw;
            }
        }
    }

    private static PixelBuffer Allocate(SKCodec codec, ImageFormat format, int orientation, ShrinkGoal goal)
    {
        int width = codec.Info.Width, height = codec.Info.Height;
        var swaps = ImageOrientation.Swaps(orientation);
        var eighths = format != ImageFormat.Jpeg ? 8 : swaps
            ? ScaledDecoding.Eighths(height, width, goal.For(height, width))
            : ScaledDecoding.Eighths(width, height, goal.For(width, height));
        var size = eighths == 8 ? codec.Info.Size : codec.GetScaledDimensions(eighths / 8f);
        // The decoder rounds up to whole pixels, of which the last may count in part.
        var box = new SourceBox(0, 0, Math.Min(size.Width, width * eighths / 8.0), Math.Min(size.Height, height * eighths / 8.0));
        return new PixelBuffer(new PixelLayout(size.Width, size.Height, 4) { Box = box, ImageWidth = width, ImageHeight = height });
    }

    /// <summary>Skia reads EXIF in JPEG and WebP, and not in PNG.</summary>
    private static int Orientation(SKCodec codec, ReadOnlySpan<byte> bytes, ImageFormat format) =>
        format == ImageFormat.Png ? PngOrientation.Read(bytes) : (int)codec.EncodedOrigin;

    private static unsafe SKCodec Open(byte* pointer, ReadOnlySpan<byte> bytes, ImageFormat format, string name)
    {
        // The codec keeps the stream and the stream the data; the bytes stay pinned while the codec lives.
        using var data = SKData.Create((IntPtr)pointer, bytes.Length);
        var codec = SKCodec.Create(new SKMemoryStream(data), out var result);
        return codec ?? throw Refusal(result, bytes, format, name);
    }

    private static unsafe SKCodecResult Read(SKCodec codec, PixelBuffer buffer)
    {
        // No colour space: profiles are not applied, as Pillow does not; unpremultiplied: colours under alpha stay as stored.
        var info = new SKImageInfo(buffer.Width, buffer.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, null);
        fixed (byte* pixels = buffer.Pixels)
            return codec.GetPixels(info, (IntPtr)pixels, info.RowBytes, SKCodecOptions.Default);
    }

    private static ImageException Refusal(SKCodecResult result, ReadOnlySpan<byte> bytes, ImageFormat format, string name)
    {
        // Skia calls a PNG with a wrong checksum incomplete.
        var incomplete = result == SKCodecResult.IncompleteInput && format != ImageFormat.Png;
        if (incomplete || Truncation.IsEvident(bytes, format)) return ImageFaults.Truncated(name, format);
        return result == SKCodecResult.Unimplemented
            ? ImageFaults.Unsupported(name, $"a variant of {format}")
            : ImageFaults.Damaged(name, format);
    }
}

/// <summary>
/// Gives the transparent pixels of a GIF's first frame the colour their palette entry has, as dropping the alpha of other
/// formats does; Skia leaves them black.
/// </summary>
internal static class GifTransparency
{
    private const int Header = 13;
    private const byte Extension = 0x21, GraphicControl = 0xF9, ImageDescriptor = 0x2C;

    public static void Restore(ReadOnlySpan<byte> gif, PixelBuffer buffer)
    {
        var colour = Colour(gif);
        if (colour.IsEmpty) return;
        var pixels = buffer.Pixels.AsSpan(0, buffer.Width * buffer.Height * 4);
        for (var i = 0; i < pixels.Length; i += 4)
            if (pixels[i + 3] == 0) colour.CopyTo(pixels[i..]);
    }

    /// <summary>The red, green and blue of the first frame's transparent entry; empty when it has none.</summary>
    private static ReadOnlySpan<byte> Colour(ReadOnlySpan<byte> gif)
    {
        if (gif.Length < Header) return default;
        var palette = gif.Slice(Header, Math.Min(TableSize(gif[10]), gif.Length - Header));
        var at = Header + palette.Length;
        var transparent = -1;
        while (at + 10 <= gif.Length && gif[at] == Extension)
        {
            if (gif[at + 1] == GraphicControl && (gif[at + 3] & 1) != 0) transparent = gif[at + 6];
            // Sub-blocks begin with their length; one of length 0 ends them.
            for (at += 2; at < gif.Length && gif[at] != 0; at += gif[at] + 1) { }
            at++;
        }
        if (transparent < 0 || at + 10 > gif.Length || gif[at] != ImageDescriptor) return default;
        var local = TableSize(gif[at + 9]);
        if (local > 0) palette = gif.Slice(at + 10, Math.Min(local, gif.Length - at - 10));
        return transparent * 3 + 3 <= palette.Length ? palette.Slice(transparent * 3, 3) : default;
    }

    private static int TableSize(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;
}
