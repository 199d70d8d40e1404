using Graft.Imaging;

namespace Graft.Data;

/// <summary>Turns decoded images with objects into training images, differently each time. Thread-safe.</summary>
public sealed class ObjectAugmenter
{
    private readonly ObjectAugmentationOptions _options;
    private readonly AugmentationOptions _colours;

    /// <summary>Checks the options as a whole.</summary>
    /// <exception cref="ProblemsException">One or more options are out of range.</exception>
    public ObjectAugmenter(ObjectAugmentationOptions options)
    {
        OptionsCheck.Throw("The augmentation", options);
        _options = options;
        _colours = options.Colours;
    }

    /// <summary>One random variant of an image and its objects.</summary>
    /// <param name="sample">The image as decoded; it is left as it is.</param>
    /// <param name="random">Derive one per image and epoch, so that the order of work does not matter.</param>
    /// <param name="pool">Where mosaics and pasted objects come from; without it there are none.</param>
    /// <param name="canvas">Width and height of the result: the image is fitted in, cut and padded. Null sizes it by its shorter side.</param>
    /// <returns>Image and objects at one size; none without area, and none outside.</returns>
    public DecodedObjectSample Apply(DecodedObjectSample sample, SeededRandom random, SamplePool? pool = null, (int Width, int Height)? canvas = null)
    {
        if (pool is not null && random.Chance(_options.Mosaic)) sample = MosaicComposition.Apply(sample, pool, _options, random);
        if (pool is not null && random.Chance(_options.CutAndPaste)) sample = PasteComposition.Apply(sample, pool.Draw(random), _options, random);
        if (_options.CropScale is { } scale) sample = Crop(sample, scale, random);
        if (random.Chance(_options.HorizontalFlip)) sample = Mirror(sample, horizontal: true);
        if (random.Chance(_options.VerticalFlip)) sample = Mirror(sample, horizontal: false);
        if (_options.Rotation > 0) sample = ObjectRotation.Apply(sample, random.Uniform(-_options.Rotation, _options.Rotation), _options);
        sample = canvas is { } size ? FitIn(sample, size.Width, size.Height, random) : BySides(sample, random);
        ColourJitter.Apply(sample.Image, _colours, random);
        return sample;
    }

    private DecodedObjectSample Crop(DecodedObjectSample sample, Interval scale, SeededRandom random)
    {
        var (width, height) = (sample.Image.Width, sample.Image.Height);
        var aspect = (double)width / height;
        var ratio = new Interval(_options.CropRatio.Low * aspect, _options.CropRatio.High * aspect);
        var box = RandomResizedCrop.Draw(width, height, scale, ratio, random);
        return new(ImagePlacement.Cut(sample.Image, box), ObjectPlacement.Place(sample.Objects, new(1, 1, -box.Left, -box.Top), box.Width, box.Height, _options.MinVisible));
    }

    private DecodedObjectSample Mirror(DecodedObjectSample sample, bool horizontal)
    {
        var (width, height) = (sample.Image.Width, sample.Image.Height);
        var image = new RgbImage(width, height, [.. sample.Image.Pixels]);
        if (horizontal) Flip.Horizontal(image);
        else Flip.Vertical(image);
        return new(image, ObjectPlacement.Place(sample.Objects, horizontal ? Placement.MirrorX(width) : Placement.MirrorY(height), width, height, _options.MinVisible));
    }

    private DecodedObjectSample BySides(DecodedObjectSample sample, SeededRandom random)
    {
        var (width, height) = (sample.Image.Width, sample.Image.Height);
        var factor = _options.ShortSides.Count == 0 ? 1.0 : (double)_options.ShortSides[random.Next(_options.ShortSides.Count)] / Math.Min(width, height);
        factor = Math.Min(factor * _options.ScaleJitter.DrawRatio(random), (double)_options.LongSide / Math.Max(width, height));
        return Scaled(sample, Math.Max(1, (int)Math.Round(width * factor)), Math.Max(1, (int)Math.Round(height * factor)));
    }

    private DecodedObjectSample FitIn(DecodedObjectSample sample, int width, int height, SeededRandom random)
    {
        var factor = Math.Min((double)width / sample.Image.Width, (double)height / sample.Image.Height) * _options.ScaleJitter.DrawRatio(random);
        var scaled = Scaled(sample, Math.Max(1, (int)Math.Round(sample.Image.Width * factor)), Math.Max(1, (int)Math.Round(sample.Image.Height * factor)));
        int spareX = width - scaled.Image.Width, spareY = height - scaled.Image.Height;
        if (spareX == 0 && spareY == 0) return scaled;
        var (x, y) = (Offset(spareX, random), Offset(spareY, random));
        var image = ImagePlacement.Filled(width, height, _options.Fill);
        ImagePlacement.Copy(scaled.Image, image, x, y);
        return new(image, ObjectPlacement.Place(scaled.Objects, new(1, 1, x, y), width, height, _options.MinVisible));
    }

    // Without jitter the place is no choice: the image stays at the upper left, where predictions will have it too.
    private int Offset(int spare, SeededRandom random) =>
        _options.ScaleJitter is { Low: 1, High: 1 } ? 0 : spare >= 0 ? random.Next(spare + 1) : -random.Next(-spare + 1);

    private DecodedObjectSample Scaled(DecodedObjectSample sample, int width, int height)
    {
        var placement = new Placement((double)width / sample.Image.Width, (double)height / sample.Image.Height, 0, 0);
        return new(ImagePlacement.Resize(sample.Image, width, height), ObjectPlacement.Place(sample.Objects, placement, width, height, _options.MinVisible));
    }
}
