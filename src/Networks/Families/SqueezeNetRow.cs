namespace Graft.Networks.Families;

/// <summary>One SqueezeNet.</summary>
/// <param name="Kernel">Side of the first convolution's window.</param>
/// <param name="Stem">Width of the first convolution.</param>
/// <param name="Squeezed">Width of each fire module's squeezing convolution, stage by stage; a pooling stands between stages.</param>
internal sealed record SqueezeNetRow(int Kernel, int Stem, int[][] Squeezed);
