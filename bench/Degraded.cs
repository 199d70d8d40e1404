using Graft.Imaging;

namespace Graft.Bench;

/// <summary>Images as cameras, networks and thumbnails spoil them.</summary>
internal static class Degraded
{
    public static RgbImage As(RgbImage image, string kind)
    {
        var (width, height) = (image.Width, image.Height);
        return kind switch
        {
            "turned" => Each(height, width, (x, y, channel) => image.Pixels[((height - 1 - x) * width + y) * 3 + channel]),
            "dark" => Darker(image, 0.35),
            "tinted" => Each(width, height, (x, y, channel) =>
                (byte)Math.Min(255, image.Pixels[(y * width + x) * 3 + channel] * (channel == 0 ? 1.35 : channel == 2 ? 0.6 : 1))),
            "compressed" => Compressed(image, 8),
            _ => Blurred(image, 3),
        };
    }

    public static RgbImage Darker(RgbImage image, double share) =>
        Each(image.Width, image.Height, (x, y, channel) => (byte)(image.Pixels[(y * image.Width + x) * 3 + channel] * share));

    public static RgbImage Compressed(RgbImage image, int quality)
    {
        using var pixels = Decoder.Decode(ImageEncoder.EncodeJpeg(image, quality), "photo.jpg", DecodeOptions.Default);
        return pixels.ToImage();
    }

    /// <summary>The mean of a square.</summary>
    public static RgbImage Blurred(RgbImage image, int radius) => Each(image.Width, image.Height, (x, y, channel) =>
    {
        var (sum, count) = (0, 0);
        for (var row = Math.Max(0, y - radius); row <= Math.Min(image.Height - 1, y + radius); row++)
            for (var column = Math.Max(0, x - radius); column <= Math.Min(image.Width - 1, x + radius); column++)
                (sum, count) = (sum + image.Pixels[(row * image.Width + column) * 3 + channel], count + 1);
        return (byte)(sum / count);
    });

    public static RgbImage Each(int width, int height, Func<int, int, int, byte> pixel)
    {
        var image = new RgbImage(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                for (var channel = 0; channel < 3; channel++) image.Pixels[(y * width + x) * 3 + channel] = pixel(x, y, channel);
        return image;
    }
}
