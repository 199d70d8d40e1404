namespace Graft.Networks.Families;

/// <summary>An inverted residual of MobileNetV3.</summary>
/// <param name="Kernel">Side of the depthwise convolution's window.</param>
/// <param name="Expanded">Width of the depthwise convolution.</param>
/// <param name="Width">Width of the output.</param>
/// <param name="Stride">Stride of the depthwise convolution.</param>
/// <param name="IsSqueezed">Has squeeze and excitation.</param>
/// <param name="IsHard">Hard swish, or else ReLU.</param>
internal sealed record MobileNetV3Block(int Kernel, int Expanded, int Width, int Stride = 1, bool IsSqueezed = false, bool IsHard = false);
