using NetVips;

namespace Graft.Imaging;

/// <summary>Decodes with libvips what Skia cannot read.</summary>
internal static class VipsDecoder
{
    public static ImageInfo Inspect(ReadOnlySpan<byte> bytes, ImageFormat format, string name)
    {
        using var image = Open(bytes, format, name);
        var orientation = Orientation(image);
        var swaps = ImageOrientation.Swaps(orientation);
        return new ImageInfo(format, swaps ? image.Height : image.Width, swaps ? image.Width : image.Height) { Orientation = orientation is >= 1 and <= 8 ? orientation : 1 };
    }

    public static PixelBuffer Decode(ReadOnlySpan<byte> bytes, ImageFormat format, string name, DecodeOptions options)
    {
        using var image = Open(bytes, format, name);
        ImageLimits.Check(image.Width, image.Height, name, options);
        var buffer = new PixelBuffer(image.Width, image.Height, 4);
        try
        {
            VipsColours.Read(image, buffer);
            return ImageOrientation.Apply(buffer, Orientation(image));
        }
        catch (VipsException failure)
        {
            buffer.Dispose();
            throw Refusal(failure, bytes, format, name);
        }
    }

    private static Image Open(ReadOnlySpan<byte> bytes, ImageFormat format, string name)
    {
        VipsEngine.Prepare();
        try
        {
            return Image.NewFromBuffer(bytes.ToArray(), access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);
        }
        catch (VipsException failure)
        {
            throw Refusal(failure, bytes, format, name);
        }
    }

    private static int Orientation(Image image) =>
        image.GetTypeOf("orientation") != IntPtr.Zero && image.Get("orientation") is int orientation ? orientation : 1;

    private static ImageException Refusal(VipsException failure, ReadOnlySpan<byte> bytes, ImageFormat format, string name) =>
        Truncation.IsEvident(bytes, format) ? ImageFaults.Truncated(name, format) : ImageFaults.Damaged(name, format, failure);
}
