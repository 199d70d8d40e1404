namespace Graft.Imaging;

/// <summary>Refuses images that would fill the memory, before they do.</summary>
internal static class ImageLimits
{
    // 4 bytes per pixel have to fit in one array.
    private const long LargestBuffer = 500_000_000;

    /// <exception cref="ImageException">TooLarge.</exception>
    public static void Check(long width, long height, string name, DecodeOptions options)
    {
        var limit = Math.Min(options.MaxPixels, LargestBuffer);
        if (width * height > limit) throw ImageFaults.TooLarge(name, width, height, limit);
    }
}
