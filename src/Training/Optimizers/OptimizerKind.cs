namespace Graft.Training;

/// <summary>The rule that turns gradients into steps.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, arXiv:1711.05101).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with momentum, Nesterov's if wanted.</summary>
    Sgd,
}
