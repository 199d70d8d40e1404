using System.Runtime.InteropServices;

namespace Graft.Imaging;

/// <summary>Cuts, pads and copies images.</summary>
internal static class ImagePlacement
{
    public static RgbImage Filled(int width, int height, Colour fill)
    {
        var image = new RgbImage(width, height);
        MemoryMarshal.Cast<byte, Colour>(image.Pixels.AsSpan()).Fill(fill);
        return image;
    }

    /// <summary>Copies an image into another with its upper left corner at (x, y); what lies outside is cut off.</summary>
    public static void Copy(RgbImage from, RgbImage to, int x, int y) => Copy(from, to, x, y, new CropBox(0, 0, to.Width, to.Height));

    /// <summary>As above, within a part of the target only.</summary>
    public static void Copy(RgbImage from, RgbImage to, int x, int y, CropBox within)
    {
        int left = Math.Max(x, within.Left), right = Math.Min(x + from.Width, within.Left + within.Width);
        if (left >= right) return;
        for (var row = Math.Max(y, within.Top); row < Math.Min(y + from.Height, within.Top + within.Height); row++)
            from.Pixels.AsSpan(((row - y) * from.Width + left - x) * 3, (right - left) * 3).CopyTo(to.Pixels.AsSpan((row * to.Width + left) * 3));
    }

    public static RgbImage Cut(RgbImage image, CropBox box)
    {
        var part = new RgbImage(box.Width, box.Height);
        Copy(image, part, -box.Left, -box.Top);
        return part;
    }

    /// <summary>Never the same object, so that the result can be changed.</summary>
    public static RgbImage Resize(RgbImage image, int width, int height)
    {
        var resized = Resampler.Resize(image, width, height, Interpolation.Bilinear);
        return ReferenceEquals(resized, image) ? new RgbImage(width, height, [.. image.Pixels]) : resized;
    }
}

/// <summary>A part of an image in whole pixels.</summary>
internal readonly record struct CropBox(int Left, int Top, int Width, int Height);
