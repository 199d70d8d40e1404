using SkiaSharp;

namespace Graft.Imaging;

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
