using System.Text;
using SkiaSharp;

namespace Graft.Imaging;

/// <summary>Writes images as JPEG or PNG.</summary>
public static class ImageEncoder
{
    /// <summary>JPEG with the given quality, 1..100.</summary>
    public static byte[] EncodeJpeg(RgbImage image, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return Encode(image, SKEncodedImageFormat.Jpeg, quality);
    }

    /// <summary>As <see cref="EncodeJpeg(RgbImage, int)"/>, with a comment that says what it is.</summary>
    /// <param name="image">The image.</param>
    /// <param name="quality">1..100.</param>
    /// <param name="comment">ASCII, at most 255 characters.</param>
    internal static byte[] EncodeJpeg(RgbImage image, int quality, string comment)
    {
        var jpeg = EncodeJpeg(image, quality);
        // Behind the first segment, which has to be JFIF's.
        var at = 4 + (jpeg[4] << 8) + jpeg[5];
        return [.. jpeg[..at], 0xFF, 0xFE, 0, (byte)(comment.Length + 2), .. Encoding.ASCII.GetBytes(comment), .. jpeg[at..]];
    }

    /// <summary>PNG: the pixels come back as they are.</summary>
    public static byte[] EncodePng(RgbImage image) => Encode(image, SKEncodedImageFormat.Png, 100);

    private static byte[] Encode(RgbImage image, SKEncodedImageFormat format, int quality)
    {
        using var bitmap = SkiaBitmap.From(image);
        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }
}

/// <summary>Carries pixels into and out of Skia, which knows no 3-byte pixels.</summary>
internal static class SkiaBitmap
{
    /// <summary>A copy, opaque.</summary>
    public static SKBitmap From(RgbImage image)
    {
        var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var pixels = bitmap.GetPixelSpan();
        var source = image.Pixels;
        for (int i = 0, from = 0; from < source.Length; i += 4, from += 3)
        {
            pixels[i] = source[from];
            pixels[i + 1] = source[from + 1];
            pixels[i + 2] = source[from + 2];
            pixels[i + 3] = 255;
        }
        return bitmap;
    }
}
