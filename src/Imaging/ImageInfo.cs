namespace Graft.Imaging;

/// <summary>What an image's header says.</summary>
/// <param name="Format">The format its content has, whatever the file is called.</param>
/// <param name="Width">Pixels across, after EXIF orientation.</param>
/// <param name="Height">Pixels down, after EXIF orientation.</param>
public sealed record ImageInfo(ImageFormat Format, int Width, int Height)
{
    /// <summary>How the camera says the image is turned (EXIF), 1 to 8; 1 is upright.</summary>
    public int Orientation { get; init; } = 1;
}
