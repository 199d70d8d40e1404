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
    /// <param name="random">Decides everything.</param>
    public static void Apply(DecodedMaskSample onto, MaskPool pool, MaskAugmentationOptions options, SeededRandom random)
    {
        for (var left = 1 + random.Next(options.MaxPasted); left > 0; left--)
        {
            var from = pool.Load(random.Next(pool.Count));
            var regions = MapRegion.Of(from.Map);
            if (regions.Count == 0) continue;
            var region = regions[random.Next(regions.Count)];
            var cut = region.CutFrom(from.Image);
            ColourJitter.Apply(cut.Image, options.Colours, random);
            if (options.PasteRotation > 0) cut = CutOutPaste.Rotate(cut, random.Uniform(-options.PasteRotation, options.PasteRotation));
            var factor = options.Enlarging(from.Image.Width, from.Image.Height) * options.Scale.DrawRatio(random);
            factor = Math.Min(factor, 0.9 * Math.Min((double)onto.Image.Width / cut.Image.Width, (double)onto.Image.Height / cut.Image.Height));
            var scaled = CutOutPaste.Scale(cut, Math.Max(2, (int)(cut.Image.Width * factor)), Math.Max(2, (int)(cut.Image.Height * factor)), random.Chance(options.HorizontalFlip));
            int x = CutOutPaste.Offset(onto.Image.Width, scaled.Image.Width, random), y = CutOutPaste.Offset(onto.Image.Height, scaled.Image.Height, random);
            CutOutPaste.Onto(onto.Image, scaled, x, y).Paint(onto.Map.Values, region.Label);
        }
    }
}
