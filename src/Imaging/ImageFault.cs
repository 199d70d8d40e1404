namespace Graft.Imaging;

/// <summary>Why an image was refused.</summary>
public enum ImageFault
{
    /// <summary>No such file.</summary>
    Missing,

    /// <summary>The file exists and could not be read: permissions, a folder, a failing disk.</summary>
    Unreadable,

    /// <summary>0 bytes.</summary>
    Empty,

    /// <summary>The content is no image format we know of.</summary>
    NotAnImage,

    /// <summary>The content is another image format than the file's extension says.</summary>
    Mislabelled,

    /// <summary>The data end before the image does.</summary>
    Truncated,

    /// <summary>More pixels than <see cref="DecodeOptions.MaxPixels"/>; judged by the header, before anything is decoded.</summary>
    TooLarge,

    /// <summary>The data contradict their format.</summary>
    Damaged,

    /// <summary>An image format, or a variant of one, that is not read.</summary>
    Unsupported,
}
