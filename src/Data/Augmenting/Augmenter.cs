using Graft.Imaging;

namespace Graft.Data;

/// <summary>Turns a decoded image into a training image at the network's size, differently each time. Thread-safe.</summary>
public sealed class Augmenter
{
    private readonly AugmentationOptions _options;
    private readonly Preprocess _preprocess;
    private readonly Colour _fill;

    /// <summary>Checks the options as a whole.</summary>
    /// <exception cref="ProblemsException">One or more options are out of range.</exception>
    public Augmenter(AugmentationOptions options, Preprocess preprocess)
    {
        OptionsCheck.Throw("The augmentation", options);
        _options = options;
        _preprocess = preprocess;
        _fill = Colour.Mean(preprocess); // becomes 0 after normalisation: what is not there carries no signal
        // A smallest crop of share s has sqrt(s) of the side: enough pixels are decoded that even it need not be enlarged.
        var side = Math.Max(1, 0.5 / Math.Sqrt(options.CropScale?.Low ?? 1));
        Decoding = new DecodeOptions
        {
            ShrinkToWidth = options.CropScale is null ? 0 : (int)Math.Ceiling(preprocess.Width * side),
            ShrinkToHeight = options.CropScale is null ? 0 : (int)Math.Ceiling(preprocess.Height * side),
        };
    }

    /// <summary>How images may be decoded for this augmentation without loss, faster than in full.</summary>
    public DecodeOptions Decoding { get; }

    /// <summary>One random variant of an image.</summary>
    /// <param name="decoded">The image as decoded; it is left as it is.</param>
    /// <param name="random">Derive one per image and epoch, so that the order of work does not matter.</param>
    /// <returns>Width x Height of the preprocessing, ready for normalisation.</returns>
    public RgbImage Apply(RgbImage decoded, SeededRandom random)
    {
        var image = _options.CropScale is { } scale
            ? RandomResizedCrop.Apply(decoded, scale, _options.CropRatio, _preprocess, random)
            : _preprocess.Apply(decoded);
        if (random.Chance(_options.HorizontalFlip)) Flip.Horizontal(image);
        if (random.Chance(_options.VerticalFlip)) Flip.Vertical(image);
        Policy(image, random);
        ColourJitter.Apply(image, _options, random);
        if (_options.Rotation > 0)
            Warp.Apply(image, Affine.Rotation(random.Uniform(-_options.Rotation, _options.Rotation), image.Width, image.Height), _fill, smooth: true);
        if (random.Chance(_options.Erasing)) RandomErasing.Apply(image, _options, _fill, random);
        return image;
    }

    private void Policy(RgbImage image, SeededRandom random)
    {
        if (_options.Policy == AugmentationPolicy.TrivialAugmentWide)
            PolicyOperations.Apply(image, OperationSpace.Wide.Draw(random.Next(OperationSpace.Bins), image, random), _fill);
        else if (_options.Policy == AugmentationPolicy.RandAugment)
            for (var i = 0; i < _options.RandAugmentOperations; i++)
                PolicyOperations.Apply(image, OperationSpace.Standard.Draw(_options.RandAugmentMagnitude, image, random), _fill);
    }
}
