using NetVips;

namespace Graft.Imaging;

/// <summary>Decodes with libvips what Skia cannot read.</summary>
internal static class VipsDecoder
{
    public static ImageInfo Inspect(ReadOnlySpan<byte> bytes, ImageFormat format, string name)
    {
        using var image = Open(bytes, format, name);
        var swaps = ImageOrientation.Swaps(Orientation(image));
        return new ImageInfo(format, swaps ? image.Height : image.Width, swaps ? image.Width : image.Height);
    }

    public static PixelBuffer Decode(ReadOnlySpan<byte> bytes, ImageFormat format, string name, DecodeOptions options)
    {
        using var image = Open(bytes, format, name);
        ImageLimits.Check(image.Width, image.Height, name, options);
        var buffer = new PixelBuffer(image.Width, image.Height, 4);
        try
        {
            using var rgb = VipsColours.ToRgbx(image);
            rgb.WriteToMemory<byte>().AsSpan().CopyTo(buffer.Pixels);
            return ImageOrientation.Apply(buffer, Orientation(image));
        }
        catch (VipsException failure)
        {
            buffer.Dispose();
            throw Refusal(failure, format, name);
        }
    }

    private static Image Open(ReadOnlySpan<byte> bytes, ImageFormat format, string name)
    {
        try
        {
            return Image.NewFromBuffer(bytes.ToArray(), access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);
        }
        catch (VipsException failure)
        {
            throw Refusal(failure, format, name);
        }
    }

    private static int Orientation(Image image) =>
        image.GetTypeOf("orientation") != IntPtr.Zero && image.Get("orientation") is int orientation ? orientation : 1;

    private static ImageException Refusal(VipsException failure, ImageFormat format, string name) => ImageFaults.Damaged(name, format, failure);
}
