using Graft.Networks;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>Two-dimensional convolution with fixed or "same" padding.</summary>
internal static class Convolution
{
    public static torch.Tensor Apply(Operation.Convolution c, torch.Tensor x, torch.Tensor weight, torch.Tensor? bias, TorchGraphOptions options)
    {
        var window = c.Window;
        if (options.Layout == MemoryLayout.ChannelsLast && IsPointwise(c)) return Product(c, x, weight, bias);
        var (padded, vertical, horizontal) = WindowPadding.Apply(x, window, 0);
        if (ChannelTails.Concern(c, options)) (padded, weight, bias) = ChannelTails.Fill(c, padded, weight, bias);
        var y = functional.conv2d(padded, weight, bias, [window.Stride, window.Stride], [vertical, horizontal], [window.Dilation, window.Dilation], c.Groups);
        return y.size(1) == c.Out ? y : y.narrow(1, 0, c.Out);
    }

    /// <summary>Whether the result of <see cref="Apply"/> is a view of another tensor. To overwrite one costs autograd two copies of its gradient.</summary>
    public static bool GivesView(Operation.Convolution c, TorchGraphOptions options) =>
        options.Layout == MemoryLayout.ChannelsLast ? IsPointwise(c) : ChannelTails.Concern(c, options);

    private static bool IsPointwise(Operation.Convolution c) =>
        c.Window is { Height: 1, Width: 1, Padding: { Vertical: 0, Horizontal: 0 } } && c.Groups == 1;

    // In channels-last layout a 1 x 1 convolution is a matrix product over the pixels. oneDNN's own kernels for it give wrong
    // values, write past their memory or die of a division by zero on some processors (AVX-512 on virtual machines).
    private static torch.Tensor Product(Operation.Convolution c, torch.Tensor x, torch.Tensor weight, torch.Tensor? bias)
    {
        var pixels = x.permute(0, 2, 3, 1);
        if (c.Window.Stride > 1)
            pixels = pixels[.., torch.TensorIndex.Slice(step: c.Window.Stride), torch.TensorIndex.Slice(step: c.Window.Stride)].contiguous();
        return functional.linear(pixels, weight.view(c.Out, c.In), bias).permute(0, 3, 1, 2);
    }
}

/// <summary>
/// Channels rounded up to whole blocks. In the plain layout oneDNN stores 16 channels together, and on some processors (seen
/// with AVX-512 on a virtual machine) its dense convolutions read rubbish behind the last channel when there are more than 16
/// and no multiple of it: outputs and gradients were wrong by a third of their size, from 18, 20, 24, 36 or 40 channels; the
/// input's gradient of a strided one even for odd multiples such as 48 and 80. Zeros in place of the rubbish cost little and
/// are right everywhere.
/// </summary>
internal static class ChannelTails
{
    private const int Block = 16;

    /// <summary>Zeros behind the input channels, and, where the input gets a gradient, behind the output channels.</summary>
    public static (torch.Tensor Input, torch.Tensor Weight, torch.Tensor? Bias) Fill(Operation.Convolution c, torch.Tensor x, torch.Tensor weight,
        torch.Tensor? bias)
    {
        var inputs = Tail(c.In, x.requires_grad && c.Window.Stride > 1 ? 2 * Block : Block);
        var outputs = x.requires_grad ? Tail(c.Out, Block) : 0;
        if (inputs == 0 && outputs == 0) return (x, weight, bias);
        return (inputs == 0 ? x : functional.pad(x, [0, 0, 0, 0, 0, inputs]),
            functional.pad(weight, [0, 0, 0, 0, 0, inputs, 0, outputs]),
            bias is null || outputs == 0 ? bias : functional.pad(bias, [0, outputs]));
    }

    /// <summary>Whether the convolution has this at all.</summary>
    public static bool Concern(Operation.Convolution c, TorchGraphOptions options) =>
        options.Layout == MemoryLayout.ChannelsFirst && c.Groups == 1 && (c.Window.Height > 1 || c.Window.Width > 1);

    private static long Tail(int channels, int unit) => channels > Block ? (unit - channels % unit) % unit : 0;
}

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

/// <summary>Padding that torch's operations can do themselves is left to them; the odd pixel of "same" padding is added here.</summary>
internal static class WindowPadding
{
    /// <summary>The input, padded where that is needed, and the padding per side that is left for the operation.</summary>
    public static (torch.Tensor Input, long Vertical, long Horizontal) Apply(torch.Tensor x, Window window, double value)
    {
        if (!window.Padding.IsSame) return (x, window.Padding.Vertical, window.Padding.Horizontal);
        var (vertical, horizontal) = (window.PadHeight((int)x.size(2)), window.PadWidth((int)x.size(3)));
        if (vertical.Before == vertical.After && horizontal.Before == horizontal.After) return (x, vertical.Before, horizontal.Before);
        return (functional.pad(x, [horizontal.Before, horizontal.After, vertical.Before, vertical.After], value: value), 0, 0);
    }
}
