using Graft.Imaging;

namespace Graft.Data;

/// <summary>Turns decoded images with class masks into training images; masks move with the nearest pixel, and classes are never mixed. Thread-safe.</summary>
public sealed class MaskAugmenter
{
    private readonly MaskAugmentationOptions _options;
    private readonly AugmentationOptions _colours;

    /// <summary>Checks the options as a whole.</summary>
    /// <exception cref="ProblemsException">One or more options are out of range.</exception>
    public MaskAugmenter(MaskAugmentationOptions options)
    {
        OptionsCheck.Throw("The augmentation", options);
        _options = options;
        _colours = options.Colours;
    }

    /// <summary>One random variant of an image and its mask.</summary>
    /// <param name="sample">As decoded; it is left as it is.</param>
    /// <param name="random">Derive one per image and epoch, so that the order of work does not matter.</param>
    /// <param name="pool">Where pasted classes come from; without it there are none.</param>
    /// <returns>Of the crop's size if there is one; padding has the value <see cref="ClassMap.Ignore"/>.</returns>
    public DecodedMaskSample Apply(DecodedMaskSample sample, SeededRandom random, MaskPool? pool = null)
    {
        var changed = Change(sample, random);
        if (pool is null || _options.CropWidth == 0) return changed;
        if (random.Chance(_options.PasteClasses)) ClassPaste.Apply(changed, Change(pool.Load(random.Next(pool.Count)), random), random);
        if (random.Chance(_options.PasteRegions)) RegionPaste.Apply(changed, pool, _options, random);
        return changed;
    }

    private DecodedMaskSample Change(DecodedMaskSample sample, SeededRandom random)
    {
        var (width, height) = (sample.Image.Width, sample.Image.Height);
        var factor = _options.Enlarging(width, height) * _options.Scale.DrawRatio(random);
        (width, height) = (Math.Max(1, (int)Math.Round(width * factor)), Math.Max(1, (int)Math.Round(height * factor)));
        var (image, map) = (ImagePlacement.Resize(sample.Image, width, height), ClassMapGeometry.Resize(sample.Map, width, height));
        if (random.Chance(_options.HorizontalFlip))
        {
            Flip.Horizontal(image);
            ClassMapGeometry.MirrorX(map);
        }
        if (random.Chance(_options.VerticalFlip))
        {
            Flip.Vertical(image);
            ClassMapGeometry.MirrorY(map);
        }
        if (_options.Rotation > 0)
        {
            var turn = Affine.Rotation(random.Uniform(-_options.Rotation, _options.Rotation), width, height);
            Warp.Apply(image, turn, new Colour(_options.Fill.Red, _options.Fill.Green, _options.Fill.Blue), smooth: true);
            map = ClassMapGeometry.Warp(map, turn);
        }
        if (_options.CropWidth > 0) (image, map) = Crop(image, map, random);
        ColourJitter.Apply(image, _colours, random);
        return new(image, map);
    }

    private (RgbImage Image, ClassMap Map) Crop(RgbImage image, ClassMap map, SeededRandom random)
    {
        int x = Offset(_options.CropWidth - image.Width, random), y = Offset(_options.CropHeight - image.Height, random);
        var part = ImagePlacement.Filled(_options.CropWidth, _options.CropHeight, _options.Fill);
        ImagePlacement.Copy(image, part, x, y);
        return (part, ClassMapGeometry.Cut(map, -x, -y, _options.CropWidth, _options.CropHeight));
    }

    private static int Offset(int spare, SeededRandom random) => spare >= 0 ? 0 : -random.Next(-spare + 1);
}
