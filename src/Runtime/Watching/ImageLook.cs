using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>The traits of an image that no network is needed for.</summary>
internal static class ImageLook
{
    // Details of a large photograph beyond this are noise of its sensor; a network sees none of them.
    private const int LongerSide = 512;

    /// <summary>Fills brightness, warmth, tint, contrast, sharpness and shape.</summary>
    /// <returns>The image at the size at which it was looked at.</returns>
    public static RgbImage Fill(RgbImage image, Span<float> traits)
    {
        traits[(int)Trait.Shape] = MathF.Log((float)image.Width / image.Height);
        var scale = Math.Min(1.0, (double)LongerSide / Math.Max(image.Width, image.Height));
        if (scale < 1)
            image = Resampler.Resize(
                image, Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale)), Interpolation.Bilinear);
        var (count, pixels) = (image.Width * image.Height, image.Pixels);
        var luma = new float[count];
        double sum = 0, squares = 0, red = 0, green = 0, blue = 0;
        for (var i = 0; i < count; i++)
        {
            var (r, g, b) = (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]);
            var y = (0.299f * r + 0.587f * g + 0.114f * b) / 255;
            luma[i] = y;
            (sum, squares) = (sum + y, squares + y * y);
            (red, green, blue) = (red + r, green + g, blue + b);
        }
        var mean = sum / count;
        traits[(int)Trait.Brightness] = (float)mean;
        traits[(int)Trait.Contrast] = (float)Math.Sqrt(Math.Max(0, squares / count - mean * mean));
        traits[(int)Trait.Warmth] = (float)((red - blue) / count / 255);
        traits[(int)Trait.Tint] = (float)((green - (red + blue) / 2) / count / 255);
        traits[(int)Trait.Sharpness] = Sharpness(luma, image.Width, image.Height);
        return image;
    }

    // Of luma from 0 to 255, so that a flat image is at 0 and not far below all others.
    private static float Sharpness(float[] luma, int width, int height)
    {
        var sum = 0.0;
        for (var y = 1; y < height - 1; y++)
            for (var at = y * width + 1; at < (y + 1) * width - 1; at++)
            {
                var laplacian = 4 * luma[at] - luma[at - 1] - luma[at + 1] - luma[at - width] - luma[at + width];
                sum += laplacian * laplacian;
            }
        return (float)Math.Log(1 + 255.0 * 255.0 * sum / Math.Max(1, (width - 2) * (height - 2)));
    }
}
