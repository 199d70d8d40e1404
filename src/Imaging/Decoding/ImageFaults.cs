namespace Graft.Imaging;

/// <summary>The texts of refusals: what, what was expected, what to do.</summary>
internal static class ImageFaults
{
    public static ImageException Missing(string name) => new(ImageFault.Missing,
        $"'{name}' does not exist.", "An image was expected there.", "Check the path, or take the file off the list.");

    public static ImageException Unreadable(string name, Exception failure) => Directory.Exists(name)
        ? new(ImageFault.Unreadable, $"'{name}' is a folder.", "An image file was expected.", "Name the images in it.", failure)
        : new(ImageFault.Unreadable, $"'{name}' could not be read: {FileContent.WhyNot(failure)}.", "A readable file was expected.",
            "Check its permissions and the disk.", failure);

    public static ImageException Empty(string name) => new(ImageFault.Empty,
        $"'{name}' is empty (0 bytes).", "An image was expected.", "Copy or download it again, or delete it.");

    public static ImageException NotAnImage(string name) => new(ImageFault.NotAnImage,
        $"'{name}' is not an image, judged by its content.", "jpeg, png, webp, gif, bmp or tiff was expected.",
        "Delete it or move it out of the folder.");

    public static ImageException Mislabelled(string name, ImageFormat content) => new(ImageFault.Mislabelled,
        $"'{name}' holds a {Word(content)} image.", $"The name promises {Path.GetExtension(name)}.",
        $"Rename it to {Renamed(Path.GetFileNameWithoutExtension(name), Extension(content))}.");

    public static ImageException Truncated(string name, ImageFormat format) => new(ImageFault.Truncated,
        $"'{name}' is truncated: its {Word(format)} data end before the image does.", "A whole file was expected.",
        "Copy or download it again, or delete it.");

    public static ImageException TooLarge(string name, long width, long height, long limit) => new(ImageFault.TooLarge,
        FormattableString.Invariant($"'{name}' says it has {width} x {height} = {width * height} pixels."),
        FormattableString.Invariant($"At most {limit} are decoded."),
        width * height > DecodeOptions.LargestMaxPixels
            ? "Shrink it, or leave it out."
            : $"Shrink it, leave it out, or allow more with {Flag.Of("--max-pixels")}.");

    public static ImageException Damaged(string name, ImageFormat format, Exception? failure = null) => new(ImageFault.Damaged,
        $"'{name}' is damaged: its {Word(format)} data cannot be decoded.", "A valid file was expected.",
        "Copy or download it again, or delete it.", failure);

    public static ImageException Unsupported(string name, string kind) => new(ImageFault.Unsupported,
        $"'{name}' is {kind}, which is not read.", "jpeg, png, webp, gif, bmp or tiff was expected.", "Convert it to PNG or JPEG.");

    // photo.png.jpg was photo.png once.
    private static string Renamed(string name, string extension) => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? name : name + extension;

    private static string Word(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "JPEG",
        ImageFormat.Webp => "WebP",
        _ => format.ToString().ToUpperInvariant(),
    };

    private static string Extension(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => ".jpg",
        _ => "." + format.ToString().ToLowerInvariant(),
    };
}
