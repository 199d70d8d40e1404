using System.ComponentModel.DataAnnotations;

namespace Graft.Data;

/// <summary>
/// The random changes to training images that all tasks share: flips, rotation and colours. Each is off at 0. Values out of range are told
/// all at once, when a training starts or a file of options is read.
/// </summary>
public abstract record ImageAugmentation : IValidatableObject
{
    /// <summary>Probability of swapping left and right, 0 to 1; 0 where left and right mean something, as in writing.</summary>
    [Range(0.0, 1.0)] public double HorizontalFlip { get; init; }

    /// <summary>Probability of swapping top and bottom, 0 to 1; for images without an up, such as aerial ones.</summary>
    [Range(0.0, 1.0)] public double VerticalFlip { get; init; }

    /// <summary>Rotation by plus or minus up to this many degrees, 0 to 180. Corners get the mean colour; boxes without polygons grow.</summary>
    [Range(0.0, 180.0)] public double Rotation { get; init; }

    /// <summary>Brightness is multiplied by 1 plus or minus up to this, 0 to 1.</summary>
    [Range(0.0, 1.0)] public double Brightness { get; init; }

    /// <summary>Distance from the mean grey is multiplied by 1 plus or minus up to this, 0 to 1.</summary>
    [Range(0.0, 1.0)] public double Contrast { get; init; }

    /// <summary>Distance from grey is multiplied by 1 plus or minus up to this, 0 to 1.</summary>
    [Range(0.0, 1.0)] public double Saturation { get; init; }

    /// <summary>Hue is turned by plus or minus up to this part of the circle, 0 to 0.5.</summary>
    [Range(0.0, 0.5)] public double Hue { get; init; }

    /// <inheritdoc/>
    public abstract IEnumerable<ValidationResult> Validate(ValidationContext validationContext);

    internal ColourRange Colours => new(Brightness, Contrast, Saturation, Hue);

    private protected static IReadOnlyDictionary<string, TOptions> Table<TOptions>(TOptions none, TOptions light, TOptions standard, TOptions strong) =>
        new Dictionary<string, TOptions>(StringComparer.OrdinalIgnoreCase)
        {
            ["none"] = none,
            ["light"] = light,
            ["standard"] = standard,
            ["strong"] = strong,
        };

    private protected static TOptions Find<TOptions>(IReadOnlyDictionary<string, TOptions> presets, string name)
    {
        if (presets.TryGetValue(name, out var found)) return found;
        var near = Spelling.Nearest(name, presets.Keys);
        throw new GraftException($"No augmentation is called '{name}'.", $"Expected {string.Join(", ", presets.Keys)} or a file of options.",
            near is null ? "'light' suits small data sets." : $"Did you mean '{near}'?");
    }

    private protected static IEnumerable<ValidationResult> Shares(Interval? shares, string name, bool isOpen = false)
    {
        if (shares is { } found && !(found.Low > 0 && found.IsWithin(0, 1) && !(isOpen && found.High == 1)))
            yield return new ValidationResult(
                FormattableString.Invariant($"It goes from {found.Low} to {found.High} of the area; expected an interval")
                + $" within {(isOpen ? "(0, 1)" : "(0, 1]")}.",
                [name]);
    }

    private protected static IEnumerable<ValidationResult> Factors(Interval factors, string name)
    {
        if (!factors.IsWithin(0.1, 10))
            yield return new ValidationResult(
                FormattableString.Invariant($"It goes from {factors.Low} to {factors.High}; expected an interval within [0.1, 10]."), [name]);
    }
}
