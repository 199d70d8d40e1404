using System.ComponentModel.DataAnnotations;

namespace Graft.Data;

/// <summary>Random changes to training images with class masks, in the order they are applied: scale, flips, rotation, crop, colours, classes and regions of other images.</summary>
public sealed record MaskAugmentationOptions : IValidatableObject
{
    /// <summary>The shorter side is resized to <see cref="BaseSize"/> times a factor from this interval, within [0.1, 10]; torchvision's reference uses 0.5 to 2.</summary>
    public Interval Scale { get; init; } = new(1, 1);

    /// <summary>The shorter side before <see cref="Scale"/>, in pixels; 0 takes the image's own.</summary>
    [Range(0, 100_000)] public int BaseSize { get; init; }

    /// <summary>Pixels across of the crop; 0 does not crop.</summary>
    [Range(0, 100_000)] public int CropWidth { get; init; }

    /// <summary>Pixels down of the crop; 0 does not crop.</summary>
    [Range(0, 100_000)] public int CropHeight { get; init; }

    /// <summary>Probability of swapping left and right.</summary>
    [Range(0.0, 1.0)] public double HorizontalFlip { get; init; }

    /// <summary>Probability of swapping top and bottom; for images without an up.</summary>
    [Range(0.0, 1.0)] public double VerticalFlip { get; init; }

    /// <summary>Rotation by plus or minus up to this many degrees; what comes from outside does not count.</summary>
    [Range(0.0, 180.0)] public double Rotation { get; init; }

    /// <summary>Brightness is multiplied by 1 plus or minus up to this.</summary>
    [Range(0.0, 1.0)] public double Brightness { get; init; }

    /// <summary>Distance from the mean grey is multiplied by 1 plus or minus up to this.</summary>
    [Range(0.0, 1.0)] public double Contrast { get; init; }

    /// <summary>Distance from grey is multiplied by 1 plus or minus up to this.</summary>
    [Range(0.0, 1.0)] public double Saturation { get; init; }

    /// <summary>Hue is turned by plus or minus up to this part of the circle.</summary>
    [Range(0.0, 0.5)] public double Hue { get; init; }

    /// <summary>Probability of laying the pixels of half the classes of another image over this one (arXiv:2007.07936); needs a crop and a <see cref="MaskPool"/>.</summary>
    [Range(0.0, 1.0)] public double PasteClasses { get; init; }

    /// <summary>Probability of pasting single regions (objects, mostly) of other images; needs a crop and a <see cref="MaskPool"/>. They are scaled by <see cref="Scale"/>.</summary>
    [Range(0.0, 1.0)] public double PasteRegions { get; init; }

    /// <summary>The most regions pasted at a time.</summary>
    [Range(1, 100)] public int MaxPasted { get; init; } = 4;

    /// <summary>A pasted region is turned by plus or minus up to this many degrees.</summary>
    [Range(0.0, 180.0)] public double PasteRotation { get; init; }

    /// <summary>Colour of padding, which does not count; the default is ImageNet's mean.</summary>
    public (byte Red, byte Green, byte Blue) Fill { get; init; } = (124, 116, 104);

    /// <summary>Nothing random.</summary>
    public static MaskAugmentationOptions None { get; } = new();

    /// <summary>As torchvision's segmentation reference, with colours and objects on other backgrounds.</summary>
    public static MaskAugmentationOptions Standard { get; } = new() { Scale = new(0.5, 2), HorizontalFlip = 0.5, Brightness = 0.3, Contrast = 0.3, Saturation = 0.3, Hue = 0.03, PasteClasses = 0.3, PasteRegions = 0.7, PasteRotation = 15 };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Scale.IsWithin(0.1, 10))
            yield return new ValidationResult($"The scale goes from {Scale.Low} to {Scale.High}; expected an interval within [0.1, 10].", [nameof(Scale)]);
        if (CropWidth == 0 != (CropHeight == 0))
            yield return new ValidationResult($"The crop is {CropWidth} x {CropHeight}; expected both sides or none.", [nameof(CropWidth), nameof(CropHeight)]);
    }

    /// <summary>Factor that brings an image's shorter side to <see cref="BaseSize"/>.</summary>
    internal double Enlarging(int width, int height) => BaseSize == 0 ? 1 : (double)BaseSize / Math.Min(width, height);

    internal AugmentationOptions Colours => new() { Brightness = Brightness, Contrast = Contrast, Saturation = Saturation, Hue = Hue };
}
