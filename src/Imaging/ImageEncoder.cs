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
