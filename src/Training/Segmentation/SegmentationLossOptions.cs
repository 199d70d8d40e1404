using System.ComponentModel.DataAnnotations;

namespace Graft.Training;

/// <summary>A mixture of losses over the pixels that count.</summary>
public sealed record SegmentationLossOptions : IValidatableObject
{
    /// <summary>Share of the cross-entropy (with the job's class weights and label smoothing).</summary>
    [Range(0.0, 100.0)] public double CrossEntropy { get; init; } = 1;

    /// <summary>Share of 1 - Dice, the mean over the classes that occur in the batch (Milletari et al., arXiv:1606.04797): for small objects.</summary>
    [Range(0.0, 100.0)] public double Dice { get; init; }

    /// <summary>Share of the focal loss (Lin et al., arXiv:1708.02002): for many easy pixels.</summary>
    [Range(0.0, 100.0)] public double Focal { get; init; }

    /// <summary>How much the focal loss leaves out sure pixels.</summary>
    [Range(0.0, 10.0)] public double FocalGamma { get; init; } = 2;

    /// <summary>Plain cross-entropy.</summary>
    public static SegmentationLossOptions Default { get; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CrossEntropy + Dice + Focal <= 0)
            yield return new ValidationResult("All shares of the loss are 0.", [nameof(CrossEntropy), nameof(Dice), nameof(Focal)]);
    }
}
