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
        if (options is { PointwiseAsProduct: true, Layout: MemoryLayout.ChannelsLast } && window is { Height: 1, Width: 1, Stride: 1 } && c.Groups == 1
            && window.Padding is { Vertical: 0, Horizontal: 0 })
            return functional.linear(x.permute(0, 2, 3, 1), weight.view(c.Out, c.In), bias).permute(0, 3, 1, 2);
        var (padded, vertical, horizontal) = WindowPadding.Apply(x, window, 0);
        return functional.conv2d(padded, weight, bias, [window.Stride, window.Stride], [vertical, horizontal], [window.Dilation, window.Dilation], c.Groups);
    }
}
