using Graft.Imaging;

namespace Graft.Data;

/// <summary>Turns decoded images with objects into training images, differently each time. Thread-safe.</summary>
internal sealed class ObjectAugmenter
{
    private readonly ObjectAugmentationOptions _options;
    private readonly Colour _fill;

    /// <summary>Checks the options as a whole.</summary>
    /// <param name="options">What changes.</param>
    /// <param name="fill">Colour of what no image covers.</param>
    /// <exception cref="ProblemsException">One or more options are out of range.</exception>
    public ObjectAugmenter(ObjectAugmentationOptions options, Colour fill)
    {
        OptionsCheck.Throw("The augmentation", options);
        _options = options;
        _fill = fill;
    }

    /// <summary>One random variant of an image and its objects.</summary>
    /// <param name="sample">The image as decoded; it is left as it is.</param>
    /// <param name="random">Derive one per image and epoch, so that the order of work does not matter.</param>
    /// <param name="size">Width and height of the result: the image is fitted in, cut and padded.</param>
    /// <param name="pool">Where mosaics and pasted objects come from; without it there are none.</param>
    /// <returns>Image and objects at that size; no object without area, and none outside.</returns>
    public DecodedObjectSample Apply(DecodedObjectSample sample, SeededRandom random, (int Width, int Height) size,
        SamplePool<DecodedObjectSample>? pool = null)
    {
        if (pool is not null && random.Chance(_options.Mosaic)) sample = new MosaicComposition(_options, _fill).Apply(sample, pool, random);
        if (pool is not null && random.Chance(_options.CutAndPaste)) sample = PasteComposition.Apply(sample, pool.Draw(random), _options, random);
        if (_options.CropScale is { } scale) sample = Crop(sample, scale, random);
        if (random.Chance(_options.HorizontalFlip)) sample = Mirror(sample, horizontal: true);
        if (random.Chance(_options.VerticalFlip)) sample = Mirror(sample, horizontal: false);
        if (_options.Rotation > 0) sample = ObjectRotation.Apply(sample, random.Uniform(-_options.Rotation, _options.Rotation), _options.MinVisible, _fill);
        sample = FitIn(sample, size.Width, size.Height, random);
        ColourJitter.Apply(sample.Image, _options.Colours, random);
        return sample;
    }

    private DecodedObjectSample Crop(DecodedObjectSample sample, Interval scale, SeededRandom random)
    {
        var (width, height) = (sample.Image.Width, sample.Image.Height);
        var aspect = (double)width / height;
        var ratio = new Interval(_options.CropRatio.Low * aspect, _options.CropRatio.High * aspect);
        var box = RandomResizedCrop.Draw(width, height, scale, ratio, random);
        return new(ImagePlacement.Cut(sample.Image, box),
            ObjectPlacement.Place(sample.Objects, new(1, 1, -box.Left, -box.Top), box.Width, box.Height, _options.MinVisible));
    }

    private DecodedObjectSample Mirror(DecodedObjectSample sample, bool horizontal)
    {
        var (width, height) = (sample.Image.Width, sample.Image.Height);
        var image = new RgbImage(width, height, [.. sample.Image.Pixels]);
        if (horizontal) Flip.Horizontal(image);
        else Flip.Vertical(image);
        return new(image, ObjectPlacement.Place(sample.Objects, horizontal ? Placement.MirrorX(width) : Placement.MirrorY(height), width, height,
            _options.MinVisible));
    }

    private DecodedObjectSample FitIn(DecodedObjectSample sample, int width, int height, SeededRandom random)
    {
        var factor = Math.Min((double)width / sample.Image.Width, (double)height / sample.Image.Height) * _options.ScaleJitter.DrawRatio(random);
        var scaled = Scaled(sample, Math.Max(1, (int)Math.Round(sample.Image.Width * factor)), Math.Max(1, (int)Math.Round(sample.Image.Height * factor)));
        int spareX = width - scaled.Image.Width, spareY = height - scaled.Image.Height;
        if (spareX == 0 && spareY == 0) return scaled;
        var (x, y) = (Offset(spareX, random), Offset(spareY, random));
        var image = ImagePlacement.Filled(width, height, _fill);
        ImagePlacement.Copy(scaled.Image, image, x, y);
        return new(image, ObjectPlacement.Place(scaled.Objects, new(1, 1, x, y), width, height, _options.MinVisible));
    }

    // Without jitter the place is no choice: the image stays at the upper left, where predictions will have it too.
    private int Offset(int spare, SeededRandom random) =>
        _options.ScaleJitter is { Low: 1, High: 1 } ? 0 : spare >= 0 ? random.Next(spare + 1) : -random.Next(-spare + 1);

    private DecodedObjectSample Scaled(DecodedObjectSample sample, int width, int height)
    {
        var placement = new Placement((double)width / sample.Image.Width, (double)height / sample.Image.Height, 0, 0);
        return new(ImagePlacement.Resize(sample.Image, width, height),
            ObjectPlacement.Place(sample.Objects, placement, width, height, _options.MinVisible));
    }
}
