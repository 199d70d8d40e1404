using Graft.Imaging;

namespace Graft.Cli;

/// <summary>
/// Says that transparent pixels are read in their stored colours, which no viewer shows: two images that look alike may be answered differently.
/// </summary>
internal static class HiddenColours
{
    // Screenshots have an alpha channel and nothing transparent; to decode many of them a second time would be to pay for nothing.
    private const int MaxDecoded = 50;

    /// <summary>Says it once, with the first such image as the example.</summary>
    public static void Say(IEnumerable<string> files, Terminal terminal)
    {
        if (files.Where(MayBeTransparent).Take(MaxDecoded).FirstOrDefault(IsTransparent) is { } example)
            terminal.Warn($"{example} has transparent pixels, of which the stored colours are read, though no viewer shows them. "
                + "Put it on a background of one colour if what is hidden is not meant to be seen.");
    }

    private static bool MayBeTransparent(string path) => Path.GetExtension(path).ToLowerInvariant() is ".png" or ".webp" or ".gif";

    private static bool IsTransparent(string path)
    {
        try
        {
            return ImageFile.DecodeCutOut(path).HasBackground;
        }
        catch (ImageException)
        {
            return false; // its prediction tells why
        }
    }
}
