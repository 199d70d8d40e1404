using System.ComponentModel.DataAnnotations;
using Graft.Training;

namespace Graft;

/// <summary>The training of a classifier. Its data is a folder of classes, a folder of splits, or a CSV manifest.</summary>
public sealed record TrainRequest : FitRequest
{
    /// <summary>The usual values.</summary>
    public TrainRequest() => (Strategy, Project) = (TransferStrategy.Gradual, Path.Combine("runs", "classify"));

    /// <summary>Parameter of mixup's beta distribution; 0 is off (arXiv:1710.09412).</summary>
    [Range(0.0, 10.0)] public double Mixup { get; init; }

    /// <summary>Parameter of cutmix's beta distribution; 0 is off (arXiv:1905.04899).</summary>
    [Range(0.0, 10.0)] public double Cutmix { get; init; }

    private protected override IReadOnlyList<string> Figures => [ClassificationFigures.Accuracy, ClassificationFigures.BalancedAccuracy];
}
