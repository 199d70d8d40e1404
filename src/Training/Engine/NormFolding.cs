using Graft.Networks;
using TorchSharp;

namespace Graft.Training;

/// <summary>
/// A batch norm with fixed statistics as part of the convolution before it: weight * s and (bias - mean) * s + shift, with
/// s = scale / sqrt(variance + epsilon). Gradients of filters, scale and shift flow through these small tensors.
/// </summary>
internal static class NormFolding
{
    public static (torch.Tensor Weight, torch.Tensor Bias) Fold(TorchGraph model, Operation.BatchNorm norm, torch.Tensor weight, torch.Tensor? bias)
    {
        var scale = model.Parameter(norm.Name, "running_var").Plus(norm.Epsilon).rsqrt().mul(model.Parameter(norm.Name, "weight"));
        var mean = model.Parameter(norm.Name, "running_mean");
        var centred = bias is null ? mean.neg() : bias.Minus(mean);
        return (weight.mul(scale.view(-1, 1, 1, 1)), model.Parameter(norm.Name, "bias").Plus(centred.mul(scale)));
    }
}
