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

/// <summary>Bringing a map to the size of another.</summary>
internal static class Resizing
{
    public static torch.Tensor Apply(torch.Tensor x, torch.Tensor like, ResizeMode mode) => (x.shape[2], x.shape[3]) == (like.shape[2], like.shape[3])
        ? x
        : torch.nn.functional.interpolate(x, [like.shape[2], like.shape[3]],
            mode: mode == ResizeMode.Nearest ? torch.InterpolationMode.Nearest : torch.InterpolationMode.Bilinear,
            align_corners: mode == ResizeMode.Nearest ? null : false);
}

/// <summary>Operations on whole images and whole channels.</summary>
internal static class ChannelOperations
{
    /// <summary>Zeroes a value with this probability; the others grow so that the expectation stays.</summary>
    public static torch.Tensor Dropout(torch.Tensor x, double rate, TorchGraph model)
    {
        if (model.Random is not { } random) return torch.nn.functional.dropout(x, rate);
        if (rate <= 0) return x;
        if (rate >= 1) return torch.zeros_like(x);
        // What torch's own dropout does, from a generator that it does not take.
        return x.mul(Own(Like(x, WholeOf(x, model)).bernoulli_(1 - rate, random), x, model).Over(1 - rate));
    }

    /// <summary>Zeroes an image with this probability; the others grow so that the expectation stays.</summary>
    public static torch.Tensor DropPath(torch.Tensor x, double rate, TorchGraph model)
    {
        if (rate <= 0) return x;
        if (rate >= 1) return torch.zeros_like(x);
        long[] shape = [WholeOf(x, model), .. Enumerable.Repeat(1L, (int)x.dim() - 1)];
        var drawn = torch.rand(shape, dtype: torch.ScalarType.Float32, generator: model.Random);
        return x.mul(Own(drawn, x, model).IsAtLeast(rate).to_type(x.dtype).Over(1 - rate));
    }

    // Chance is drawn for the whole batch, of which a rank takes its part: so any number of ranks drops the same.
    private static long WholeOf(torch.Tensor x, TorchGraph model) => model.Slice is { } slice && slice.Count == x.size(0) ? slice.Whole : x.size(0);

    private static torch.Tensor Own(torch.Tensor drawn, torch.Tensor x, TorchGraph model) =>
        drawn.size(0) == x.size(0) ? drawn : drawn.narrow(0, model.Slice!.Value.Offset, x.size(0));

    // Of the same layout: numbers are drawn in an order that depends on it.
    private static torch.Tensor Like(torch.Tensor x, long images)
    {
        if (images == x.size(0)) return torch.empty_like(x);
        if (x.dim() != 4 || x.is_contiguous()) return torch.empty([images, .. x.shape[1..]], x.dtype);
        return torch.empty([images, x.size(2), x.size(3), x.size(1)], x.dtype).permute(0, 3, 1, 2);
    }

    /// <summary>Channels of several groups, dealt out in turn.</summary>
    public static torch.Tensor Shuffle(torch.Tensor x, int groups)
    {
        var (count, channels, height, width) = (x.size(0), x.size(1), x.size(2), x.size(3));
        // Shuffling pixel by pixel keeps a channels-last image in its layout; a view of five dimensions would not.
        if (!x.is_contiguous())
        {
            var pixels = x.permute(0, 2, 3, 1);
            return pixels.reshape(count, height, width, groups, channels / groups).transpose(3, 4).reshape(count, height, width, channels).permute(0, 3, 1, 2);
        }
        return x.view(count, groups, channels / groups, height, width).transpose(1, 2).reshape(count, channels, height, width);
    }
}

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
        Activation.LeakyRelu => functional.leaky_relu(x, 0.1),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "No such activation."),
    };
}
