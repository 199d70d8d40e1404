namespace Graft.Imaging;

/// <summary>The image formats that are read, judged by content and never by the file's name.</summary>
public enum ImageFormat
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
