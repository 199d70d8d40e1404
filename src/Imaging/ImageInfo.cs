namespace Graft.Imaging;

/// <summary>What an image's header says.</summary>
/// <param name="Format">The format its content has, whatever the file is called.</param>
/// <param name="Width">Pixels across, after EXIF orientation.</param>
/// <param name="Height">Pixels down, after EXIF orientation.</param>
internal sealed record ImageInfo(ImageFormat Format, int Width, int Height)
{
    /// <summary>How the camera says the image is turned (EXIF), 1 to 8; 1 is upright.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>From the size as stored and the EXIF orientation, whatever number the file has for it.</summary>
    public static ImageInfo Of(ImageFormat format, int width, int height, int orientation)
    {
        if (ImageOrientation.Swaps(orientation)) (width, height) = (height, width);
        return new(format, width, height) { Orientation = orientation is >= 1 and <= 8 ? orientation : 1 };
    }
}

/// <summary>The image formats that are read, judged by content and never by the file's name.</summary>
internal enum ImageFormat
{
    /// <summary>JPEG: baseline and progressive; grey, colour, CMYK.</summary>
    Jpeg,

    /// <summary>PNG: 1 to 16 bit, palette, alpha.</summary>
    Png,

    /// <summary>WebP, lossy and lossless.</summary>
    Webp,

    /// <summary>GIF, first frame.</summary>
    Gif,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>TIFF, first page.</summary>
    Tiff,
}
