namespace Graft.Networks;

/// <summary>
/// One typed operation of a <see cref="Graph"/> on N x C x H x W float tensors (N x F after <see cref="Flatten"/>).
/// A closed set: Training and Artifacts each have one switch over it.
/// </summary>
internal abstract partial record Operation
{
    /// <summary>
    /// The image, normalised: N x Channels x H x W; or, where a graph was cut, the value that crosses the cut. Flat: N x Channels.
    /// </summary>
    public sealed record Input(int Channels, bool IsFlat = false) : Operation;

    /// <summary>Two-dimensional convolution; parameters <c>Name.weight</c> (Out x In/Groups x KernelHeight x KernelWidth) and <c>Name.bias</c>.</summary>
    public sealed record Convolution(string Name, int In, int Out, Window Window, int Groups, bool HasBias) : Operation;

    /// <summary>
    /// Two-dimensional transposed convolution, square, without padding: sides grow <paramref name="Stride"/> times. Parameters
    /// <c>Name.weight</c> (In x Out x Kernel x Kernel) and <c>Name.bias</c>.
    /// </summary>
    public sealed record TransposedConvolution(string Name, int In, int Out, int Kernel, int Stride) : Operation;

    /// <summary>Batch normalisation: <c>Name.weight</c>, <c>.bias</c>, <c>.running_mean</c>, <c>.running_var</c>, <c>.num_batches_tracked</c>.</summary>
    public sealed record BatchNorm(string Name, int Channels, double Epsilon, double Momentum) : Operation;

    /// <summary>
    /// Normalisation over an image's pixels and each of <paramref name="Groups"/> equal runs of channels (arXiv:1803.08494); <c>Name.weight</c>,
    /// <c>Name.bias</c>.
    /// </summary>
    public sealed record GroupNorm(string Name, int Channels, int Groups, double Epsilon) : Operation;

    /// <summary>An elementwise function.</summary>
    public sealed record Activate(Activation Function) : Operation;

    /// <summary>Largest value of a window; padding never wins.</summary>
    public sealed record MaxPool(Window Window, bool CeilMode) : Operation;

    /// <summary>Mean of a window, padding counted as zeros when asked for.</summary>
    public sealed record AveragePool(Window Window, bool CountIncludesPadding) : Operation;

    /// <summary>Mean over equal shares of the image, to Height x Width (torch's adaptive_avg_pool2d); 1 x 1 is the global mean.</summary>
    public sealed record AdaptiveAveragePool(int Height, int Width) : Operation;

    /// <summary>N x C x H x W to N x (C H W).</summary>
    public sealed record Flatten : Operation;

    /// <summary>Matrix product on N x In; <c>Name.weight</c> is Out x In, <c>Name.bias</c> is Out.</summary>
    public sealed record Linear(string Name, int In, int Out, bool HasBias) : Operation;

    /// <summary>A vector divided by its length, so that only its direction is left; zeros stay zeros.</summary>
    public sealed record UnitLength : Operation;

    /// <summary>Elementwise sum of two inputs of one shape.</summary>
    public sealed record Add : Operation;

    /// <summary>Inputs joined along the channels.</summary>
    public sealed record Concatenate : Operation;

    /// <summary>The first input brought to the height and width of the second (whose values do not matter).</summary>
    public sealed record Resize(ResizeMode Mode) : Operation;

    /// <summary>Zeroes values while training; the identity otherwise.</summary>
    public sealed record Dropout(double Rate) : Operation;

    /// <summary>
    /// While training, zeroes all values of an image with this probability and scales the others by 1 / (1 - Rate); the
    /// identity otherwise. On the branch of a residual block it leaves the block out (arXiv:1603.09382).
    /// </summary>
    public sealed record StochasticDepth(double Rate) : Operation;

    /// <summary>Elementwise product; the second input may have one pixel per channel (N x C x 1 x 1), which then scales the whole channel.</summary>
    public sealed record Multiply : Operation;

    /// <summary>Channels <paramref name="Start"/> to <paramref name="Start"/> + <paramref name="Count"/> - 1 of the input.</summary>
    public sealed record ChannelSlice(int Start, int Count) : Operation;

    /// <summary>Channel i of group g (of <paramref name="Groups"/> equal runs of channels) becomes channel g of group i (arXiv:1707.01083).</summary>
    public sealed record ChannelShuffle(int Groups) : Operation;

    /// <summary>Zeros behind the last channel, below the last row and right of the last column.</summary>
    public sealed record ZeroPad(int Channels, int Rows, int Columns) : Operation;

    /// <summary>Per channel <c>x * Scale[c] + Shift[c]</c> with constants (torchvision's transform_input).</summary>
    public sealed record ChannelAffine(float[] Scale, float[] Shift) : Operation;
}

/// <summary>Elementwise functions.</summary>
internal enum Activation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>min(max(x, 0), 6).</summary>
    Relu6,

    /// <summary>x sigmoid(x), also called swish.</summary>
    Silu,

    /// <summary>x relu6(x + 3) / 6.</summary>
    HardSwish,

    /// <summary>relu6(x + 3) / 6.</summary>
    HardSigmoid,

    /// <summary>1 / (1 + exp(-x)).</summary>
    Sigmoid,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>x times the normal distribution function (exact form).</summary>
    Gelu,

    /// <summary>max(x, 0.1 x).</summary>
    LeakyRelu,
}

/// <summary>How <see cref="Operation.Resize"/> finds a pixel's value.</summary>
internal enum ResizeMode
{
    /// <summary>The pixel at floor(i * in / out), as torch's "nearest".</summary>
    Nearest,

    /// <summary>Linear between pixel centres, edges repeated, as torch's "bilinear" with align_corners false.</summary>
    Bilinear,
}
