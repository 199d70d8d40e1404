using Graft.Imaging;

namespace Graft.Reports;

/// <summary>
/// A small image of the report's own: pixels, and as JPEG where it becomes part of a page. It never goes back through a decoder, whatever the file it shows
/// is called.
/// </summary>
/// <param name="image">The pixels.</param>
internal sealed class PageImage(RgbImage image)
{
    private const int Quality = 85, Gap = 4;
    private readonly Lazy<byte[]> _jpeg = new(() => ImageEncoder.EncodeJpeg(image, Quality));

    /// <summary>The pixels.</summary>
    public RgbImage Image => image;

    /// <summary>The image as JPEG.</summary>
    public byte[] Jpeg => _jpeg.Value;

    /// <summary>Two images of one height side by side.</summary>
    public static PageImage Beside(RgbImage left, RgbImage right)
    {
        var sheet = new RgbImage(left.Width + Gap + right.Width, left.Height);
        Array.Fill(sheet.Pixels, byte.MaxValue);
        for (var y = 0; y < sheet.Height; y++)
        {
            left.Pixels.AsSpan(y * left.Width * 3, left.Width * 3).CopyTo(sheet.Pixels.AsSpan(y * sheet.Width * 3));
            right.Pixels.AsSpan(y * right.Width * 3, right.Width * 3).CopyTo(sheet.Pixels.AsSpan((y * sheet.Width + left.Width + Gap) * 3));
        }
        return new PageImage(sheet);
    }

    /// <summary>A size no larger than a page needs.</summary>
    public static (int Width, int Height) Fit(int width, int height, int longer)
    {
        var scale = Math.Min(1.0, (double)longer / Math.Max(width, height));
        return (Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)));
    }
}
