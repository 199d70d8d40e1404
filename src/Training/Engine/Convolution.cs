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
    public static bool GivesView(Operation.Convolution c, TorchGraphOptions options) => options.Layout == MemoryLayout.ChannelsLast ? IsPointwise(c) : ChannelTails.Concern(c, options);

    private static bool IsPointwise(Operation.Convolution c) =>
        c.Window is { Height: 1, Width: 1, Padding: { Vertical: 0, Horizontal: 0 } } && c.Groups == 1;

    // In channels-last layout a 1 x 1 convolution is a matrix product over the pixels. oneDNN's own kernels for it give wrong
    // values, write past their memory or die of a division by zero on some processors (AVX-512 on virtual machines).
    private static torch.Tensor Product(Operation.Convolution c, torch.Tensor x, torch.Tensor weight, torch.Tensor? bias)
    {
        var pixels = x.permute(0, 2, 3, 1);
        if (c.Window.Stride > 1) pixels = pixels[.., torch.TensorIndex.Slice(step: c.Window.Stride), torch.TensorIndex.Slice(step: c.Window.Stride)].contiguous();
        return functional.linear(pixels, weight.view(c.Out, c.In), bias).permute(0, 3, 1, 2);
    }
}
