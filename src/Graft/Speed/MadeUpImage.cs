using Graft.Artifacts;
using Graft.Imaging;

namespace Graft;

/// <summary>Pixels to measure a network's speed on.</summary>
internal static class MadeUpImage
{
    private const int LargestSide = 512;

    /// <summary>Of the size that the network sees; a small one for networks of free size, which make an image as large as they see images.</summary>
    public static RgbImage For(Preprocess contract)
    {
        var largest = contract.ResizeLonger == 0 ? int.MaxValue : LargestSide;
        var (width, height) = (Math.Min(contract.Width, largest), Math.Min(contract.Height, largest));
        return new(width, height, ProbeImages.Make(1, contract with { Width = width, Height = height }));
    }
}
