namespace Graft.Imaging;

/// <summary>An image with an alpha channel: an object without its background.</summary>
/// <param name="Image">The colours, as stored under every alpha.</param>
/// <param name="Alpha">Height x Width values row by row, 255 where the image is opaque and 0 where it is not there.</param>
public sealed record CutOut(RgbImage Image, byte[] Alpha)
{
    /// <summary>True when some pixels are not there.</summary>
    public bool HasBackground => Alpha.AsSpan().IndexOfAnyExcept((byte)255) >= 0;
}
