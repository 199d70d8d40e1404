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
