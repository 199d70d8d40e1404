using System.ComponentModel.DataAnnotations;

namespace Graft.Data;

/// <summary>
/// Random changes to training images with class masks, in the order they are applied: scale, flips, rotation, crop, colours, classes and
/// regions of other images. What comes from outside the image does not count.
/// </summary>
public sealed record MaskAugmentationOptions : ImageAugmentation
{
    /// <summary>
    /// The shorter side becomes that of the training times a factor from this interval, within [0.1, 10]; torchvision's reference uses 0.5 to 2.
    /// </summary>
    public Interval Scale { get; init; } = new(1, 1);

    /// <summary>Probability of laying the pixels of half the classes of another image over this one (arXiv:2007.07936), 0 to 1.</summary>
    [Range(0.0, 1.0)] public double PasteClasses { get; init; }

    /// <summary>Probability of pasting single regions (objects, mostly) of other images, scaled by <see cref="Scale"/>, 0 to 1.</summary>
    [Range(0.0, 1.0)] public double PasteRegions { get; init; }

    /// <summary>The most regions pasted at a time, 1 to 100.</summary>
    [Range(1, 100)] public int MaxPasted { get; init; } = 4;

    /// <summary>A pasted region is turned by plus or minus up to this many degrees, 0 to 180.</summary>
    [Range(0.0, 180.0)] public double PasteRotation { get; init; }

    /// <summary>Nothing random but the place of the crop.</summary>
    public static MaskAugmentationOptions None { get; } = new();

    /// <summary>As torchvision's segmentation reference, with colours and objects on other backgrounds.</summary>
    public static MaskAugmentationOptions Standard { get; } = new()
    {
        Scale = new(0.5, 2),
        HorizontalFlip = 0.5,
        Brightness = 0.3,
        Contrast = 0.3,
        Saturation = 0.3,
        Hue = 0.03,
        PasteClasses = 0.3,
        PasteRegions = 0.7,
        PasteRotation = 15,
    };

    /// <summary>As <see cref="Standard"/>, with smaller changes of scale.</summary>
    public static MaskAugmentationOptions Light { get; } = Standard with { Scale = new(0.75, 1.5) };

    /// <summary>As <see cref="Standard"/>, with rotation and stronger colours.</summary>
    public static MaskAugmentationOptions Strong { get; } = Standard with { Rotation = 15, Brightness = 0.4, Contrast = 0.4, Saturation = 0.4, Hue = 0.05 };

    /// <summary>The presets by name: none, light, standard and strong, in any case.</summary>
    public static IReadOnlyDictionary<string, MaskAugmentationOptions> Presets { get; } = Table(None, Light, Standard, Strong);

    /// <summary>A preset by name.</summary>
    /// <exception cref="GraftException">There is no such preset.</exception>
    public static MaskAugmentationOptions Named(string name) => Find(Presets, name);

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Factors(Scale, nameof(Scale));
}
