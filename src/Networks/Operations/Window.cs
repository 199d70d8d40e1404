namespace Graft.Networks;

/// <summary>A sliding window: kernel, stride, padding and dilation in pixels.</summary>
/// <param name="Height">Kernel height.</param>
/// <param name="Width">Kernel width.</param>
/// <param name="Stride">Step, down and across.</param>
/// <param name="Padding">Zeros added on each side.</param>
/// <param name="Dilation">Distance between kernel taps.</param>
internal readonly record struct Window(int Height, int Width, int Stride, Padding Padding, int Dilation = 1)
{
    /// <summary>A square window with the same padding on all sides.</summary>
    public static Window Square(int kernel, int stride = 1, int padding = 0, int dilation = 1) =>
        new(kernel, kernel, stride, new Padding(padding, padding), dilation);

    /// <summary>A square window with TensorFlow's "same" padding.</summary>
    public static Window Same(int kernel, int stride = 1, int dilation = 1) =>
        new(kernel, kernel, stride, Padding.Same, dilation);

    /// <summary>Zeros before and after along the height, for an input this high.</summary>
    public (int Before, int After) PadHeight(int input) => Padding.Resolve(Padding.Vertical, input, Height, Stride, Dilation, Padding.IsSame);

    /// <summary>Zeros before and after along the width, for an input this wide.</summary>
    public (int Before, int After) PadWidth(int input) => Padding.Resolve(Padding.Horizontal, input, Width, Stride, Dilation, Padding.IsSame);

    /// <summary>Height and width of the output for an input of this height and width.</summary>
    /// <param name="height">Input height.</param>
    /// <param name="width">Input width.</param>
    /// <param name="ceilMode">Round up, as torch's ceil_mode: the last window may hang over, but never starts in the padding.</param>
    public (int Height, int Width) Output(int height, int width, bool ceilMode = false) =>
        (Extent(height, Height, PadHeight(height), ceilMode), Extent(width, Width, PadWidth(width), ceilMode));

    private int Extent(int input, int kernel, (int Before, int After) pad, bool ceilMode)
    {
        var room = input + pad.Before + pad.After - Dilation * (kernel - 1) - 1;
        if (!ceilMode) return room < 0 ? 0 : room / Stride + 1;
        var output = (room + Stride - 1) / Stride + 1;
        return (output - 1) * Stride >= input + pad.Before ? output - 1 : output;
    }
}

/// <summary>Padding of a <see cref="Window"/>: fixed per axis, or TensorFlow's "same".</summary>
/// <param name="Vertical">Zeros above and below.</param>
/// <param name="Horizontal">Zeros left and right.</param>
/// <param name="IsSame">Output = ceil(input / stride); the odd pixel goes to the right and the bottom. The numbers are then unused.</param>
internal readonly record struct Padding(int Vertical, int Horizontal, bool IsSame = false)
{
    /// <summary>TensorFlow's "same" padding.</summary>
    public static Padding Same => new(0, 0, IsSame: true);

    internal static (int Before, int After) Resolve(int fixedPadding, int input, int kernel, int stride, int dilation, bool same)
    {
        if (!same) return (fixedPadding, fixedPadding);
        var total = Math.Max(0, ((input + stride - 1) / stride - 1) * stride + dilation * (kernel - 1) + 1 - input);
        return (total / 2, total - total / 2);
    }
}
