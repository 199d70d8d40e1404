namespace Graft.Networks;

/// <summary>Elementwise functions.</summary>
public enum Activation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>min(max(x, 0), 6).</summary>
    Relu6,

    /// <summary>x sigmoid(x), also called swish.</summary>
    Silu,

    /// <summary>x relu6(x + 3) / 6.</summary>
    HardSwish,

    /// <summary>relu6(x + 3) / 6.</summary>
    HardSigmoid,

    /// <summary>1 / (1 + exp(-x)).</summary>
    Sigmoid,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>x times the normal distribution function (exact form).</summary>
    Gelu,
}
