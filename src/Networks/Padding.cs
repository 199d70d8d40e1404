namespace Graft.Networks;

/// <summary>Padding of a <see cref="Window"/>: fixed per axis, or TensorFlow's "same".</summary>
/// <param name="Vertical">Zeros above and below.</param>
/// <param name="Horizontal">Zeros left and right.</param>
/// <param name="IsSame">Output = ceil(input / stride); the odd pixel goes to the right and the bottom. The numbers are then unused.</param>
public readonly record struct Padding(int Vertical, int Horizontal, bool IsSame = false)
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
