using System.Runtime.InteropServices;
using NetVips;

namespace Graft.Imaging;

/// <summary>Decodes with libvips what Skia cannot read.</summary>
internal static class VipsDecoder
{
    public static ImageInfo Inspect(ReadOnlySpan<byte> bytes, ImageFormat format, string name)
    {
        using var image = Open(bytes, format, name);
        return ImageInfo.Of(format, image.Width, image.Height, Orientation(image));
    }

    public static PixelBuffer Decode(ReadOnlySpan<byte> bytes, ImageFormat format, string name, DecodeOptions options)
    {
        using var image = Open(bytes, format, name);
        ImageLimits.Check(image.Width, image.Height, bytes, format, name, options);
        var buffer = new PixelBuffer(new PixelLayout(image.Width, image.Height, 4));
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

/// <summary>Brings any libvips image to red, green, blue and a fourth byte, without colour management.</summary>
internal static class VipsColours
{
    public static void Read(Image image, PixelBuffer buffer)
    {
        var inks = image is { Interpretation: Enums.Interpretation.Cmyk, Bands: >= 4 };
        // libvips hands out a copy of its own.
        using var copy = MemoryBudget.Take(4L * image.Width * image.Height);
        using var eight = inks ? Inks(image) : Rgbx(image);
        var memory = eight.WriteToMemory(out var size);
        try
        {
            Marshal.Copy(memory, buffer.Pixels, 0, checked((int)size));
        }
        finally
        {
            NetVips.NetVips.Free(memory);
        }
        if (inks) FromInks(buffer.Pixels.AsSpan(0, buffer.Width * buffer.Height * 4));
    }

    // A cast alone would cut 16 bits off at 255; the upper eight are what every reader keeps of them.
    private static Image Inks(Image image)
    {
        using var four = image.ExtractBand(0, n: 4);
        return four.Cast(Enums.BandFormat.Uchar, shift: four.Format == Enums.BandFormat.Ushort);
    }

    private static Image Rgbx(Image image)
    {
        using var colours = image.Colourspace(Enums.Interpretation.Srgb);
        using var eight = colours.Cast(Enums.BandFormat.Uchar);
        using var three = eight.Bands > 3 ? eight.ExtractBand(0, n: 3) : eight.Copy();
        return three.Bandjoin(255);
    }

    /// <summary>Pillow's conversion, the same as Skia's for CMYK in JPEG: each ink takes its share of what black leaves.</summary>
    private static void FromInks(Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i += 4)
        {
            var left = 255 - pixels[i + 3];
            for (var channel = 0; channel < 3; channel++)
                pixels[i + channel] = (byte)(left - Share(pixels[i + channel], left));
        }
    }

    /// <summary><c>a * b / 255</c>, rounded.</summary>
    private static int Share(int a, int b)
    {
        var product = a * b + 128;
        return ((product >> 8) + product) >> 8;
    }
}

/// <summary>Settings of libvips, made once before its first use.</summary>
internal static class VipsEngine
{
    // Kept here, as native code holds it.
    private static readonly Log.LogDelegate Silence = (_, _, _) => { };

    static VipsEngine()
    {
        // Images are decoded on the caller's threads, and none twice: a cache would only hold memory.
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        // What matters of its warnings comes back as a refusal with the file's name.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Silence);
    }

    public static void Prepare() { }
}
