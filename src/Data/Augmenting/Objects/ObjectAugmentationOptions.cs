using System.ComponentModel.DataAnnotations;

namespace Graft.Data;

/// <summary>
/// Random changes to training images with objects, in the order they are applied: mosaic, cut and paste, crop, flips, rotation, scale,
/// colours.
/// </summary>
public sealed record ObjectAugmentationOptions : ImageAugmentation
{
    /// <summary>Probability of composing four images to one (arXiv:2004.10934, section 3.3), 0 to 1.</summary>
    [Range(0.0, 1.0)] public double Mosaic { get; init; }

    /// <summary>
    /// Probability of pasting objects of another image, by their polygons (arXiv:2012.07177), or by their boxes with soft edges where it has
    /// no polygons, 0 to 1.
    /// </summary>
    [Range(0.0, 1.0)] public double CutAndPaste { get; init; }

    /// <summary>The most objects pasted at a time, 1 to 100.</summary>
    [Range(1, 100)] public int MaxPasted { get; init; } = 4;

    /// <summary>A pasted object is scaled by a factor from this interval, within [0.1, 10].</summary>
    public Interval PasteScale { get; init; } = new(0.6, 1.5);

    /// <summary>A pasted object is turned by plus or minus up to this many degrees, 0 to 180.</summary>
    [Range(0.0, 180.0)] public double PasteRotation { get; init; }

    /// <summary>
    /// Brightness, contrast and saturation of a pasted object change by up to this, 0 to 1, apart from the image's, and its hue by a tenth of it.
    /// </summary>
    [Range(0.0, 1.0)] public double PasteColours { get; init; }

    /// <summary>Share of the area that a random crop keeps, within (0, 1]; null crops only as <see cref="ScaleJitter"/> makes it necessary.</summary>
    public Interval? CropScale { get; init; }

    /// <summary>Width to height of the crop relative to the image's, within [0.1, 10].</summary>
    public Interval CropRatio { get; init; } = new(0.75, 4.0 / 3);

    /// <summary>
    /// Share of an object that must stay in view, 0 to 1. One of which less is left counts as difficult: it is neither learned
    /// as what it hardly shows nor as background.
    /// </summary>
    [Range(0.0, 1.0)] public double MinVisible { get; init; } = 0.3;

    /// <summary>
    /// The image is scaled to the size of the training times a factor from this interval, within [0.1, 10], and then cut or padded (large
    /// scale jitter, arXiv:2012.07177).
    /// </summary>
    public Interval ScaleJitter { get; init; } = new(1, 1);

    /// <summary>Nothing random.</summary>
    public static ObjectAugmentationOptions None { get; } = new();

    /// <summary>Flip, colours and some scale.</summary>
    public static ObjectAugmentationOptions Light { get; } = new()
    {
        HorizontalFlip = 0.5,
        Brightness = 0.2,
        Contrast = 0.2,
        Saturation = 0.2,
        ScaleJitter = new(0.8, 1.25),
    };

    /// <summary>For some hundred images: also mosaic, cut and paste, and large changes of scale.</summary>
    public static ObjectAugmentationOptions Standard { get; } = Light with
    {
        Mosaic = 0.3,
        CutAndPaste = 0.7,
        PasteRotation = 15,
        PasteColours = 0.3,
        Hue = 0.02,
        ScaleJitter = new(0.6, 1.6),
    };

    /// <summary>As <see cref="Standard"/>, with more mosaics, rotation and stronger colours.</summary>
    public static ObjectAugmentationOptions Strong { get; } = Standard with { Mosaic = 0.5, Rotation = 5, Brightness = 0.3, Contrast = 0.3, Saturation = 0.3 };

    /// <summary>The presets by name: none, light, standard and strong, in any case.</summary>
    public static IReadOnlyDictionary<string, ObjectAugmentationOptions> Presets { get; } = Table(None, Light, Standard, Strong);

    /// <summary>A preset by name.</summary>
    /// <exception cref="GraftException">There is no such preset.</exception>
    public static ObjectAugmentationOptions Named(string name) => Find(Presets, name);

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
    [
        .. Shares(CropScale, nameof(CropScale)),
        .. Factors(CropRatio, nameof(CropRatio)),
        .. Factors(PasteScale, nameof(PasteScale)),
        .. Factors(ScaleJitter, nameof(ScaleJitter)),
    ];

    internal ColourRange ColoursOfPasted => new(PasteColours, PasteColours, PasteColours, PasteColours / 10);
}
