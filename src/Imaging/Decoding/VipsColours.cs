using System.Runtime.InteropServices;
using NetVips;

namespace Graft.Imaging;

/// <summary>Brings any libvips image to red, green, blue and a fourth byte, without colour management.</summary>
internal static class VipsColours
{
    public static void Read(Image image, PixelBuffer buffer)
    {
        var inks = image is { Interpretation: Enums.Interpretation.Cmyk, Bands: >= 4 };
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
