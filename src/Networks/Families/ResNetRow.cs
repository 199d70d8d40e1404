namespace Graft.Networks.Families;

/// <summary>One residual network.</summary>
/// <param name="IsBottleneck">Blocks of 1x1, 3x3, 1x1 with four times the width behind; otherwise of two 3x3.</param>
/// <param name="Depths">Blocks in each of the four stages.</param>
/// <param name="Groups">Groups of the 3x3 convolution (ResNeXt's cardinality).</param>
/// <param name="GroupWidth">Channels per group where the stage's width is 64.</param>
internal sealed record ResNetRow(bool IsBottleneck, int[] Depths, int Groups = 1, int GroupWidth = 64)
{
    /// <summary>Width of the stem.</summary>
    public int Stem { get; init; } = 64;

    /// <summary>Width of each stage before expansion.</summary>
    public int[] Widths { get; init; } = [64, 128, 256, 512];

    /// <summary>Output channels per unit of width.</summary>
    public int Expansion => IsBottleneck ? 4 : 1;
}
