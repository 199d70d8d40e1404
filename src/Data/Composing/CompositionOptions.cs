using System.ComponentModel.DataAnnotations;

namespace Graft.Data;

/// <summary>How <see cref="SceneComposition"/> makes images.</summary>
public sealed record CompositionOptions : IValidatableObject
{
    /// <summary>Images to train with.</summary>
    [Range(1, 1_000_000)] public int TrainImages { get; init; } = 200;

    /// <summary>Images to validate with.</summary>
    [Range(0, 1_000_000)] public int ValidationImages { get; init; } = 50;

    /// <summary>Images to test with, of cut-outs and backgrounds of their own.</summary>
    [Range(0, 1_000_000)] public int TestImages { get; init; }

    /// <summary>How edges are blended: one of these is drawn for each object.</summary>
    public IReadOnlyList<SceneBlend> Blends { get; init; } = [SceneBlend.None];

    /// <summary>Pixels across.</summary>
    [Range(16, 10_000)] public int Width { get; init; } = 320;

    /// <summary>Pixels down.</summary>
    [Range(16, 10_000)] public int Height { get; init; } = 240;

    /// <summary>Share of images without any object.</summary>
    [Range(0.0, 1.0)] public double Negatives { get; init; } = 0.1;

    /// <summary>The most objects on an image; each number from 1 on is equally likely.</summary>
    [Range(1, 100)] public int MaxObjects { get; init; } = 4;

    /// <summary>Longer side of an object as a share of the image's shorter side, within [0.02, 2].</summary>
    public Interval ObjectSize { get; init; } = new(0.2, 0.75);

    /// <summary>Objects are turned by plus or minus up to this many degrees.</summary>
    [Range(0.0, 180.0)] public double Rotation { get; init; } = 20;

    /// <summary>Probability of swapping left and right.</summary>
    [Range(0.0, 1.0)] public double Flip { get; init; } = 0.5;

    /// <summary>Share of an object that later ones may cover, 0 to 0.95.</summary>
    [Range(0.0, 0.95)] public double MaxCovered { get; init; } = 0.4;

    /// <summary>Share of an object that may lie beyond the image's edge, 0 to 0.9.</summary>
    [Range(0.0, 0.9)] public double MaxOutside { get; init; } = 0.25;

    /// <summary>Brightness and contrast of objects and backgrounds vary by plus or minus up to this.</summary>
    [Range(0.0, 1.0)] public double Light { get; init; } = 0.25;

    /// <summary>Share of the cut-outs of each class, and of the backgrounds, that are for validation only, and before that for testing.</summary>
    [Range(0.01, 0.9)] public double ValidationShare { get; init; } = 0.25;

    /// <summary>The same seed and files give the same images.</summary>
    public ulong Seed { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Blends.Count == 0) yield return new ValidationResult("No blending is given; expected one and more.", [nameof(Blends)]);
        if (!ObjectSize.IsWithin(0.02, 2))
            yield return new ValidationResult($"Objects are from {ObjectSize.Low} to {ObjectSize.High} of the shorter side; expected an interval within [0.02, 2].", [nameof(ObjectSize)]);
    }
}
