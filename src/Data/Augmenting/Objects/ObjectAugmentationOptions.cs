using System.ComponentModel.DataAnnotations;

namespace Graft.Data;

/// <summary>
/// Random changes to training images with objects, in the order they are applied: mosaic, cut and paste, crop, flips,
/// rotation, colours, scale. Ranges are checked as a whole by <see cref="ObjectAugmenter"/>.
/// </summary>
public sealed record ObjectAugmentationOptions : IValidatableObject
{
    /// <summary>Probability of composing four images to one (arXiv:2004.10934, section 3.3).</summary>
    [Range(0.0, 1.0)] public double Mosaic { get; init; }

    /// <summary>Probability of pasting objects of another image, by their polygons (arXiv:2012.07177), or by their boxes with soft edges where it has no polygons.</summary>
    [Range(0.0, 1.0)] public double CutAndPaste { get; init; }

    /// <summary>The most objects pasted at a time.</summary>
    [Range(1, 100)] public int MaxPasted { get; init; } = 4;

    /// <summary>A pasted object is scaled by a factor from this interval, within [0.1, 10].</summary>
    public Interval PasteScale { get; init; } = new(0.6, 1.5);

    /// <summary>A pasted object is turned by plus or minus up to this many degrees.</summary>
    [Range(0.0, 180.0)] public double PasteRotation { get; init; }

    /// <summary>Brightness, contrast and saturation of a pasted object change by up to this, apart from the image's, and its hue by a tenth of it.</summary>
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

    /// <summary>Probability of swapping left and right.</summary>
    [Range(0.0, 1.0)] public double HorizontalFlip { get; init; }

    /// <summary>Probability of swapping top and bottom; for images without an up.</summary>
    [Range(0.0, 1.0)] public double VerticalFlip { get; init; }

    /// <summary>Rotation by plus or minus up to this many degrees. Boxes without polygons grow, so keep it small for them.</summary>
    [Range(0.0, 180.0)] public double Rotation { get; init; }

    /// <summary>Brightness is multiplied by 1 plus or minus up to this.</summary>
    [Range(0.0, 1.0)] public double Brightness { get; init; }

    /// <summary>Distance from the mean grey is multiplied by 1 plus or minus up to this.</summary>
    [Range(0.0, 1.0)] public double Contrast { get; init; }

    /// <summary>Distance from grey is multiplied by 1 plus or minus up to this.</summary>
    [Range(0.0, 1.0)] public double Saturation { get; init; }

    /// <summary>Hue is turned by plus or minus up to this part of the circle.</summary>
    [Range(0.0, 0.5)] public double Hue { get; init; }

    /// <summary>The image is scaled to its goal times a factor from this interval, within [0.1, 10], and then cut or padded (large scale jitter, arXiv:2012.07177).</summary>
    public Interval ScaleJitter { get; init; } = new(1, 1);

    /// <summary>Without a canvas: lengths of the shorter side to choose from, in pixels; empty keeps the size.</summary>
    public IReadOnlyList<int> ShortSides { get; init; } = [];

    /// <summary>Without a canvas: the longer side stays at most this, in pixels.</summary>
    [Range(1, 100_000)] public int LongSide { get; init; } = 1333;

    /// <summary>Colour of what no image covers; the default is ImageNet's mean, which becomes 0.</summary>
    public (byte Red, byte Green, byte Blue) Fill { get; init; } = (124, 116, 104);

    /// <summary>Nothing random.</summary>
    public static ObjectAugmentationOptions None { get; } = new();

    /// <summary>Flip, colours and some scale.</summary>
    public static ObjectAugmentationOptions Light { get; } = new() { HorizontalFlip = 0.5, Brightness = 0.2, Contrast = 0.2, Saturation = 0.2, ScaleJitter = new(0.8, 1.25) };

    /// <summary>For some hundred images: also mosaic, cut and paste, and large changes of scale.</summary>
    public static ObjectAugmentationOptions Standard { get; } = Light with { Mosaic = 0.3, CutAndPaste = 0.7, PasteRotation = 15, PasteColours = 0.3, Hue = 0.02, ScaleJitter = new(0.6, 1.6) };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CropScale is { } crop && !(crop.Low > 0 && crop.IsWithin(0, 1)))
            yield return new ValidationResult($"The crop keeps from {crop.Low} to {crop.High} of the area; expected an interval within (0, 1].", [nameof(CropScale)]);
        foreach (var (name, interval) in new[] { (nameof(CropRatio), CropRatio), (nameof(PasteScale), PasteScale), (nameof(ScaleJitter), ScaleJitter) })
            if (!interval.IsWithin(0.1, 10))
                yield return new ValidationResult($"The interval goes from {interval.Low} to {interval.High}; expected one within [0.1, 10].", [name]);
        if (ShortSides.Any(side => side is < 1 or > 100_000))
            yield return new ValidationResult($"The shorter sides are {string.Join(", ", ShortSides)}; expected 1 to 100000 pixels.", [nameof(ShortSides)]);
    }

    internal AugmentationOptions ColoursOfPasted => new() { Brightness = PasteColours, Contrast = PasteColours, Saturation = PasteColours, Hue = PasteColours / 10 };

    internal AugmentationOptions Colours => new() { Brightness = Brightness, Contrast = Contrast, Saturation = Saturation, Hue = Hue };
}
