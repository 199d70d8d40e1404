using System.ComponentModel.DataAnnotations;

namespace Graft.Training;

/// <summary>Constants of the optimizers. Rates come from the phases.</summary>
internal sealed record OptimizerOptions
{
    /// <summary>Which one.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.AdamW;

    /// <summary>Pull of filters and matrices towards zero; norms and biases have none. AdamW: decoupled, times the rate. SGD: added to the gradient.</summary>
    [Range(0.0, 10.0)] public double WeightDecay { get; init; } = 0.01;

    /// <summary>SGD: share of the last step that is kept.</summary>
    [Range(0.0, 0.9999)] public double Momentum { get; init; } = 0.9;

    /// <summary>SGD: look ahead along the momentum.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>AdamW: memory of the gradient's mean.</summary>
    [Range(0.0, 0.9999)] public double Beta1 { get; init; } = 0.9;

    /// <summary>AdamW: memory of the gradient's square.</summary>
    [Range(0.0, 0.99999)] public double Beta2 { get; init; } = 0.999;

    /// <summary>AdamW: added to the root of the square.</summary>
    [Range(1e-16, 1.0)] public double Epsilon { get; init; } = 1e-8;
}

/// <summary>The rule that turns gradients into steps.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, arXiv:1711.05101).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with momentum, Nesterov's if wanted.</summary>
    Sgd,
}
