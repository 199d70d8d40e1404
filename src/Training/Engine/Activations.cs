using Graft.Networks;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>Elementwise functions.</summary>
internal static class Activations
{
    /// <param name="function">Which.</param>
    /// <param name="x">What it is of.</param>
    /// <param name="mayOverwrite">Nobody else reads x.</param>
    /// <param name="isView">x is a view of another tensor.</param>
    public static torch.Tensor Apply(Activation function, torch.Tensor x, bool mayOverwrite, bool isView) => function switch
    {
        // Where a gradient is needed, overwriting a view costs two copies of the gradient in the backward pass; relu6 is differentiated by
        // its input, of which autograd makes a copy before it is overwritten.
        Activation.Relu => mayOverwrite && !(isView && x.requires_grad) ? x.relu_() : x.relu(),
        Activation.Relu6 => mayOverwrite && !x.requires_grad ? x.relu6_() : x.relu6(),
        Activation.Silu => functional.silu(x),
        Activation.HardSwish => functional.hardswish(x),
        Activation.HardSigmoid => functional.hardsigmoid(x),
        Activation.Sigmoid => x.sigmoid(),
        Activation.Tanh => x.tanh(),
        Activation.Gelu => functional.gelu(x),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "No such activation."),
    };
}
