using Graft.Imaging;

namespace Graft.Data;

/// <summary>
/// Turns decoded images with class masks into training images; masks move with the nearest pixel, and classes are never mixed. Thread-safe.
/// </summary>
internal sealed class MaskAugmenter
{
    private readonly MaskAugmentationOptions _options;
    private readonly MaskCanvas? _canvas;

    /// <summary>Checks the options as a whole.</summary>
    /// <param name="options">What changes.</param>
    /// <param name="canvas">The sizes of the training; null leaves sizes as they are, and crops and pastes nothing.</param>
    /// <exception cref="ProblemsException">One or more options are out of range.</exception>
    public MaskAugmenter(MaskAugmentationOptions options, MaskCanvas? canvas = null)
    {
        OptionsCheck.Throw("The augmentation", options);
        _options = options;
        _canvas = canvas;
    }

    /// <summary>One random variant of an image and its mask.</summary>
    /// <param name="sample">As decoded; it is left as it is.</param>
    /// <param name="random">Derive one per image and epoch, so that the order of work does not matter.</param>
    /// <param name="pool">Where pasted classes come from; without it there are none.</param>
    /// <returns>Of the crop's size if there is one; padding has the value <see cref="ClassMap.Ignore"/>.</returns>
    public DecodedMaskSample Apply(DecodedMaskSample sample, SeededRandom random, SamplePool<DecodedMaskSample>? pool = null)
    {
        var changed = Change(sample, random);
        if (pool is null || _canvas is null) return changed;
        if (random.Chance(_options.PasteClasses)) ClassPaste.Apply(changed, Change(pool.Draw(random), random), random);
        if (random.Chance(_options.PasteRegions)) RegionPaste.Apply(changed, pool, _options, _canvas, random);
        return changed;
    }

    private DecodedMaskSample Change(DecodedMaskSample sample, SeededRandom random)
    {
        var (width, height) = (sample.Image.Width, sample.Image.Height);
        var factor = (_canvas?.Enlarging(width, height) ?? 1) * _options.Scale.DrawRatio(random);
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
            Warp.Apply(image, turn, _canvas?.Fill ?? Colour.ImageNet, smooth: true);
            map = ClassMapGeometry.Warp(map, turn);
        }
        if (_canvas is not null) (image, map) = Crop(image, map, _canvas, random);
        ColourJitter.Apply(image, _options.Colours, random);
        return new(image, map);
    }

    private static (RgbImage Image, ClassMap Map) Crop(RgbImage image, ClassMap map, MaskCanvas canvas, SeededRandom random)
    {
        int x = Offset(canvas.Width - image.Width, random), y = Offset(canvas.Height - image.Height, random);
        var part = ImagePlacement.Filled(canvas.Width, canvas.Height, canvas.Fill);
        ImagePlacement.Copy(image, part, x, y);
        return (part, ClassMapGeometry.Cut(map, -x, -y, canvas.Width, canvas.Height));
    }

    private static int Offset(int spare, SeededRandom random) => spare >= 0 ? 0 : -random.Next(-spare + 1);
}

/// <summary>The sizes that training images get, in pixels.</summary>
/// <param name="Width">Width of the crop.</param>
/// <param name="Height">Height of the crop.</param>
/// <param name="Shorter">The shorter side before <see cref="MaskAugmentationOptions.Scale"/>; 0 takes the image's own.</param>
/// <param name="Fill">Colour of padding, which does not count.</param>
internal sealed record MaskCanvas(int Width, int Height, int Shorter, Colour Fill)
{
    /// <summary>Factor that brings an image's shorter side to <see cref="Shorter"/>.</summary>
    public double Enlarging(int width, int height) => Shorter == 0 ? 1 : (double)Shorter / Math.Min(width, height);
}
