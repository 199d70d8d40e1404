namespace Graft.Imaging;

/// <summary>What of an image shows whether another is a copy of it: resized, compressed again, brightened, or shifted by a few pixels.</summary>
/// <param name="Hash">See <see cref="PerceptualHash"/>.</param>
/// <param name="Thumbnail">The second opinion.</param>
internal sealed record NearCopy(ulong Hash, Thumbnail Thumbnail)
{
    /// <summary>Bits of 64 in which the hashes of copies may differ, unless another number is asked for.</summary>
    public const int Bits = 10;

    /// <summary>
    /// Least correlation of two thumbnails to call them copies. On the bundled photos, copies stay above it (JPEG quality 30:
    /// 0.997, half size: 0.9997, brightness 1.2: 0.968, gamma 1.5: 0.979) and the closest two different photos reach 0.893.
    /// </summary>
    public const double MinLikeness = 0.94;

    /// <summary>Of an image of any size.</summary>
    public static NearCopy Of(RgbImage image) => new(PerceptualHash.Of(image), Thumbnail.Of(image));

    /// <summary>Whether both are of one scene.</summary>
    /// <param name="other">Another image.</param>
    /// <param name="bits">Bits in which the hashes of copies may differ; -1 for the same image alone.</param>
    public bool IsOf(NearCopy other, int bits = Bits) => bits < 0
        ? Hash == other.Hash && Thumbnail.IsSame(other.Thumbnail)
        : PerceptualHash.Distance(Hash, other.Hash) <= bits && Thumbnail.Likeness(Thumbnail, other.Thumbnail) >= MinLikeness;
}
