using System.ComponentModel.DataAnnotations;

namespace Graft.Data;

/// <summary>
/// Random changes to training images, in the order they are applied: crop, flips, policy, colour, rotation, erasing.
/// Ranges are checked as a whole by <see cref="Augmenter"/>.
/// </summary>
public sealed record AugmentationOptions : IValidatableObject
{
    /// <summary>Share of the image's area that a random crop keeps, within (0, 1]; null prepares the image as for prediction.</summary>
    public Interval? CropScale { get; init; }

    /// <summary>Width to height of the random crop, within [0.1, 10].</summary>
    public Interval CropRatio { get; init; } = new(3.0 / 4, 4.0 / 3);

    /// <summary>Probability of swapping left and right.</summary>
    [Range(0.0, 1.0)] public double HorizontalFlip { get; init; }

    /// <summary>Probability of swapping top and bottom; for images without an up, such as aerial ones.</summary>
    [Range(0.0, 1.0)] public double VerticalFlip { get; init; }

    /// <summary>Brightness is multiplied by 1 plus or minus up to this.</summary>
    [Range(0.0, 1.0)] public double Brightness { get; init; }

    /// <summary>Distance from the mean grey is multiplied by 1 plus or minus up to this.</summary>
    [Range(0.0, 1.0)] public double Contrast { get; init; }

    /// <summary>Distance from grey is multiplied by 1 plus or minus up to this.</summary>
    [Range(0.0, 1.0)] public double Saturation { get; init; }

    /// <summary>Hue is turned by plus or minus up to this part of the circle.</summary>
    [Range(0.0, 0.5)] public double Hue { get; init; }

    /// <summary>Rotation by plus or minus up to this many degrees; corners get the mean colour.</summary>
    [Range(0.0, 180.0)] public double Rotation { get; init; }

    /// <summary>The policy.</summary>
    public AugmentationPolicy Policy { get; init; }

    /// <summary>Operations that RandAugment applies.</summary>
    [Range(1, 14)] public int RandAugmentOperations { get; init; } = 2;

    /// <summary>RandAugment's strength, 0 to 30.</summary>
    [Range(0, 30)] public int RandAugmentMagnitude { get; init; } = 9;

    /// <summary>Probability of covering a rectangle with the mean colour (arXiv:1708.04896).</summary>
    [Range(0.0, 1.0)] public double Erasing { get; init; }

    /// <summary>Share of the area that erasing covers, within (0, 1).</summary>
    public Interval ErasingScale { get; init; } = new(0.02, 0.33);

    /// <summary>Height to width of the erased rectangle, within [0.1, 10].</summary>
    public Interval ErasingRatio { get; init; } = new(0.3, 3.3);

    /// <summary>Nothing random.</summary>
    public static AugmentationOptions None { get; } = new();

    /// <summary>For some hundred photos: most of the image stays in view.</summary>
    public static AugmentationOptions Light { get; } = new()
    {
        CropScale = new(0.6, 1),
        HorizontalFlip = 0.5,
        Brightness = 0.2,
        Contrast = 0.2,
        Saturation = 0.2,
        Rotation = 8,
    };

    /// <summary>For some thousand photos.</summary>
    public static AugmentationOptions Standard { get; } = Light with
    {
        CropScale = new(0.25, 1),
        Brightness = 0.3,
        Contrast = 0.3,
        Saturation = 0.3,
        Hue = 0.02,
        Erasing = 0.1,
    };

    /// <summary>For long training of whole networks, much as torchvision's newer recipes.</summary>
    public static AugmentationOptions Strong { get; } = new()
    {
        CropScale = new(0.08, 1),
        HorizontalFlip = 0.5,
        Policy = AugmentationPolicy.TrivialAugmentWide,
        Erasing = 0.25,
    };

    /// <summary>The preset for a number of training images: Light below 2000, Standard from there on.</summary>
    public static AugmentationOptions For(int trainingImages) => trainingImages < 2000 ? Light : Standard;

    /// <summary>A preset by name: none, light, standard or strong.</summary>
    /// <exception cref="GraftException">There is no such preset.</exception>
    public static AugmentationOptions Named(string name) => name.ToLowerInvariant() switch
    {
        "none" => None,
        "light" => Light,
        "standard" => Standard,
        "strong" => Strong,
        _ => throw new GraftException($"No augmentation is called '{name}'.", "Expected none, light, standard or strong.", "'light' suits small data sets."),
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CropScale is { } scale && !(scale.Low > 0 && scale.IsWithin(0, 1)))
            yield return new ValidationResult($"The crop keeps from {scale.Low} to {scale.High} of the area; expected an interval within (0, 1].", [nameof(CropScale)]);
        if (!CropRatio.IsWithin(0.1, 10))
            yield return new ValidationResult($"The ratio goes from {CropRatio.Low} to {CropRatio.High}; expected an interval within [0.1, 10].", [nameof(CropRatio)]);
        if (!(ErasingScale.Low > 0 && ErasingScale.High < 1 && ErasingScale.IsWithin(0, 1)))
            yield return new ValidationResult($"Erasing covers from {ErasingScale.Low} to {ErasingScale.High} of the area; expected an interval within (0, 1).", [nameof(ErasingScale)]);
        if (!ErasingRatio.IsWithin(0.1, 10))
            yield return new ValidationResult($"The ratio goes from {ErasingRatio.Low} to {ErasingRatio.High}; expected an interval within [0.1, 10].", [nameof(ErasingRatio)]);
    }
}
