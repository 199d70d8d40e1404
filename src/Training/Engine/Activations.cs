using Graft.Networks;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>Elementwise functions.</summary>
internal static class Activations
{
    public static torch.Tensor Apply(Activation function, torch.Tensor x, bool inPlace) => function switch
    {
        Activation.Relu => inPlace ? x.relu_() : x.relu(),
        Activation.Relu6 => inPlace ? x.relu6_() : x.relu6(),
        Activation.Silu => functional.silu(x),
        Activation.HardSwish => functional.hardswish(x),
        Activation.HardSigmoid => functional.hardsigmoid(x),
        Activation.Sigmoid => x.sigmoid(),
        Activation.Tanh => x.tanh(),
        Activation.Gelu => functional.gelu(x),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "No such activation."),
    };
}
