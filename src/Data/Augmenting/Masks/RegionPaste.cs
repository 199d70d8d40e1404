using Graft.Imaging;

namespace Graft.Data;

/// <summary>
/// Pastes regions of other images, mostly single objects, each with a size, turn, side and colours of its own (Ghiasi et al., arXiv:2012.07177): few
/// objects are quickly overfitted, and the same object among others, on another background, is one more to learn from.
/// </summary>
internal static class RegionPaste
{
    /// <summary>Changes image and map in place.</summary>
    /// <param name="onto">The image as it will be learned from.</param>
    /// <param name="pool">Where regions come from.</param>
    /// <param name="options">How many, how large, how far turned.</param>
    /// <param name="canvas">The sizes of the training.</param>
    /// <param name="random">Decides everything.</param>
    public static void Apply(DecodedMaskSample onto, SamplePool<DecodedMaskSample> pool, MaskAugmentationOptions options, MaskCanvas canvas,
        SeededRandom random)
    {
        var change = new PasteChange(options.Colours, options.PasteRotation, options.HorizontalFlip);
        for (var left = 1 + random.Next(options.MaxPasted); left > 0; left--)
        {
            var from = pool.Draw(random);
            var regions = MapRegion.Of(from.Map);
            if (regions.Count == 0) continue;
            var region = regions[random.Next(regions.Count)];
            CutOutPaste.Paste(onto.Image, region.CutFrom(from.Image), change, FactorOf, random).Mask.Paint(onto.Map.Values, region.Label);

            double FactorOf(RgbImage cut)
            {
                var factor = canvas.Enlarging(from.Image.Width, from.Image.Height) * options.Scale.DrawRatio(random);
                return Math.Min(factor, 0.9 * Math.Min((double)onto.Image.Width / cut.Width, (double)onto.Image.Height / cut.Height));
            }
        }
    }
}
