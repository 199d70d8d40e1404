using System.ComponentModel.DataAnnotations;

namespace Graft.Data;

/// <summary>
/// Random changes to training images of a classifier, in the order they are applied: crop, flips, policy, colours, rotation, erasing.
/// </summary>
public sealed record AugmentationOptions : ImageAugmentation
{
    /// <summary>Share of the image's area that a random crop keeps, within (0, 1]; null prepares the image as for prediction.</summary>
    public Interval? CropScale { get; init; }

    /// <summary>Width to height of the random crop, within [0.1, 10].</summary>
    public Interval CropRatio { get; init; } = new(3.0 / 4, 4.0 / 3);

    /// <summary>The policy.</summary>
    public AugmentationPolicy Policy { get; init; }

    /// <summary>Operations that RandAugment applies, 1 to 14.</summary>
    [Range(1, 14)] public int RandAugmentOperations { get; init; } = 2;

    /// <summary>RandAugment's strength, 0 to 30.</summary>
    [Range(0, 30)] public int RandAugmentMagnitude { get; init; } = 9;

    /// <summary>Probability of covering a rectangle with the mean colour (arXiv:1708.04896), 0 to 1.</summary>
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

    /// <summary>The presets by name: none, light, standard and strong, in any case.</summary>
    public static IReadOnlyDictionary<string, AugmentationOptions> Presets { get; } = Table(None, Light, Standard, Strong);

    /// <summary>A preset by name.</summary>
    /// <exception cref="GraftException">There is no such preset.</exception>
    public static AugmentationOptions Named(string name) => Find(Presets, name);

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
    [
        .. Shares(CropScale, nameof(CropScale)),
        .. Factors(CropRatio, nameof(CropRatio)),
        .. Factors(ErasingRatio, nameof(ErasingRatio)),
        .. Shares(ErasingScale, nameof(ErasingScale), isOpen: true),
    ];
}
