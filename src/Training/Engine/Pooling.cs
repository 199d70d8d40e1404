using Graft.Networks;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>Pooling over windows.</summary>
internal static class Pooling
{
    public static torch.Tensor Largest(torch.Tensor x, Operation.MaxPool p)
    {
        var (padded, vertical, horizontal) = WindowPadding.Apply(x, p.Window, double.NegativeInfinity);
        return functional.max_pool2d(padded, [p.Window.Height, p.Window.Width], [p.Window.Stride, p.Window.Stride],
            [vertical, horizontal], [p.Window.Dilation, p.Window.Dilation], p.CeilMode);
    }

    public static torch.Tensor Mean(torch.Tensor x, Operation.AveragePool p)
    {
        var (padded, vertical, horizontal) = WindowPadding.Apply(x, p.Window, 0);
        if (ReferenceEquals(padded, x) || p.CountIncludesPadding) return Average(padded, p.CountIncludesPadding);
        // Padding in one split only, which torch cannot leave out of the count: divide by the share of real pixels.
        var ones = WindowPadding.Apply(torch.ones_like(x), p.Window, 0).Input;
        return Average(padded, true).div(Average(ones, true));

        torch.Tensor Average(torch.Tensor input, bool countsPadding) =>
            functional.avg_pool2d(input, [p.Window.Height, p.Window.Width], [p.Window.Stride, p.Window.Stride],
                [vertical, horizontal], count_include_pad: countsPadding);
    }
}
