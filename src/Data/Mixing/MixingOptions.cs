using System.ComponentModel.DataAnnotations;

namespace Graft.Data;

/// <summary>Whether and how the images of a batch are mixed with one another.</summary>
public sealed record MixingOptions
{
    /// <summary>Mixup's alpha (arXiv:1710.09412): the share is drawn from Beta(alpha, alpha); 0 is off, 0.2 usual.</summary>
    [Range(0.0, 10.0)] public double Mixup { get; init; }

    /// <summary>Cutmix's alpha (arXiv:1905.04899); 0 is off, 1 usual.</summary>
    [Range(0.0, 10.0)] public double Cutmix { get; init; }

    /// <summary>Probability that a batch is mixed at all.</summary>
    [Range(0.0, 1.0)] public double Probability { get; init; } = 1;

    /// <summary>When both are on, the probability that a mixed batch gets cutmix.</summary>
    [Range(0.0, 1.0)] public double CutmixShare { get; init; } = 0.5;

    /// <summary>No batch is ever mixed.</summary>
    public bool IsOff => (Mixup == 0 && Cutmix == 0) || Probability == 0;
}
