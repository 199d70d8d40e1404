namespace Graft.Networks.Families;

/// <summary>A run of equal blocks of EfficientNet.</summary>
/// <param name="Expansion">Width inside a block per channel of its input.</param>
/// <param name="Kernel">Side of the spatial convolution's window.</param>
/// <param name="Stride">Stride of the first block.</param>
/// <param name="Width">Width of the output.</param>
/// <param name="Depth">Number of blocks.</param>
/// <param name="IsFused">A dense convolution instead of a 1x1 and a depthwise one, without squeeze and excitation (V2's early runs).</param>
internal sealed record EfficientNetRun(int Expansion, int Kernel, int Stride, int Width, int Depth, bool IsFused = false);
