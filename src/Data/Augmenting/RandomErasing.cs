using System.Runtime.InteropServices;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Covers a random rectangle with the mean colour (Zhong et al., arXiv:1708.04896), drawn as torchvision's RandomErasing.</summary>
internal static class RandomErasing
{
    public static void Apply(RgbImage image, AugmentationOptions options, Colour fill, SeededRandom random)
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var area = (double)image.Width * image.Height * options.ErasingScale.Draw(random);
            var aspect = options.ErasingRatio.DrawRatio(random);
            var (height, width) = ((int)Math.Round(Math.Sqrt(area * aspect)), (int)Math.Round(Math.Sqrt(area / aspect)));
            if (height >= image.Height || width >= image.Width || height < 1 || width < 1) continue;
            var (top, left) = (random.Next(image.Height - height + 1), random.Next(image.Width - width + 1));
            var pixels = MemoryMarshal.Cast<byte, Colour>(image.Pixels.AsSpan());
            for (var y = top; y < top + height; y++) pixels.Slice(y * image.Width + left, width).Fill(fill);
            return;
        }
    }
}
