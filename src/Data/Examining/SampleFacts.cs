namespace Graft.Data;

/// <summary>What the examination found out about one image.</summary>
/// <param name="Name">The image's <see cref="Sample.Name"/>.</param>
/// <param name="Sha256">SHA-256 of the file's bytes in hexadecimal; empty when the file could not be read.</param>
/// <param name="Bytes">Length of the file.</param>
public sealed record SampleFacts(string Name, string Sha256, long Bytes)
{
    /// <summary>Pixels across after EXIF orientation; 0 when undecodable.</summary>
    public int Width { get; init; }

    /// <summary>Pixels down after EXIF orientation; 0 when undecodable.</summary>
    public int Height { get; init; }

    /// <summary>How the camera says the image is turned (EXIF), 1 to 8; 1 is upright.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>64 bits that copies of one image share but for a few, see <see cref="Imaging.PerceptualHash"/>; 0 when undecodable.</summary>
    public ulong PerceptualHash { get; init; }

    /// <summary>True where some pixels are not opaque: their colours, which no viewer shows, are read all the same.</summary>
    internal bool HasHiddenColours { get; init; }

    /// <summary>The levels of an image that is (nearly) of one colour when read; null for all others.</summary>
    internal FlatLevels? FlatLevels { get; init; }

    /// <summary>Why it cannot be used, and the cure; null when it is good.</summary>
    public Problem? Error { get; init; }
}
