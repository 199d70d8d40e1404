using SkiaSharp;

namespace Graft.Imaging;

/// <summary>Decodes with Skia's codecs, straight into the buffer the resampler reads.</summary>
internal static class SkiaDecoder
{
    public static unsafe ImageInfo Inspect(ReadOnlySpan<byte> bytes, ImageFormat format, string name)
    {
        fixed (byte* pointer = bytes)
        {
            using var codec = Open(pointer, bytes.Length, format, name);
            var swaps = ImageOrientation.Swaps((int)codec.EncodedOrigin);
            return new ImageInfo(format, swaps ? codec.Info.Height : codec.Info.Width, swaps ? codec.Info.Width : codec.Info.Height);
        }
    }

    public static unsafe PixelBuffer Decode(ReadOnlySpan<byte> bytes, ImageFormat format, string name, DecodeOptions options)
    {
        fixed (byte* pointer = bytes)
        {
            using var codec = Open(pointer, bytes.Length, format, name);
            ImageLimits.Check(codec.Info.Width, codec.Info.Height, name, options);
            var orientation = (int)codec.EncodedOrigin;
            var eighths = ScaledDecoding.Eighths(codec.Info.Width, codec.Info.Height, ImageOrientation.Swaps(orientation), format, options);
            var size = eighths == 8 ? codec.Info.Size : codec.GetScaledDimensions(eighths / 8f);
            var buffer = new PixelBuffer(size.Width, size.Height, 4)
            {
                Box = ScaledDecoding.Box(codec.Info.Width, codec.Info.Height, size.Width, size.Height, eighths),
            };
            try
            {
                Read(codec, buffer, format, name);
                return ImageOrientation.Apply(buffer, orientation);
            }
            catch
            {
                buffer.Dispose();
                throw;
            }
        }
    }

    private static unsafe SKCodec Open(byte* pointer, int length, ImageFormat format, string name)
    {
        // The codec keeps the stream and the stream the data; the bytes stay pinned while the codec lives.
        using var data = SKData.Create((IntPtr)pointer, length);
        var codec = SKCodec.Create(new SKMemoryStream(data), out var result);
        return codec ?? throw Refusal(result, format, name);
    }

    private static unsafe void Read(SKCodec codec, PixelBuffer buffer, ImageFormat format, string name)
    {
        // No colour space: profiles are not applied, as Pillow does not; unpremultiplied: colours under alpha stay as stored.
        var info = new SKImageInfo(buffer.Width, buffer.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, null);
        fixed (byte* pixels = buffer.Pixels)
        {
            var result = codec.GetPixels(info, (IntPtr)pixels, info.RowBytes, SKCodecOptions.Default);
            if (result != SKCodecResult.Success) throw Refusal(result, format, name);
        }
    }

    private static ImageException Refusal(SKCodecResult result, ImageFormat format, string name) => result switch
    {
        SKCodecResult.IncompleteInput => ImageFaults.Truncated(name, format),
        SKCodecResult.Unimplemented => ImageFaults.Unsupported(name, $"a variant of {format}"),
        _ => ImageFaults.Damaged(name, format),
    };
}
