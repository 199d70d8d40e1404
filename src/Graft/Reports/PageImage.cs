using Graft.Imaging;

namespace Graft.Reports;

/// <summary>A small image of the report's own: pixels, and as JPEG where it becomes part of a page. It never goes back through a decoder, whatever the file it shows is called.</summary>
/// <param name="image">The pixels.</param>
internal sealed class PageImage(RgbImage image)
{
    private const int Quality = 85;
    private readonly Lazy<byte[]> _jpeg = new(() => ImageEncoder.EncodeJpeg(image, Quality));

    /// <summary>The pixels.</summary>
    public RgbImage Image => image;

    /// <summary>The image as JPEG.</summary>
    public byte[] Jpeg => _jpeg.Value;
}
