namespace Graft.Networks.Families;

/// <summary>One VGG network.</summary>
/// <param name="Depths">Convolutions in each of the five blocks.</param>
/// <param name="HasNorm">Batch normalisation after every convolution.</param>
internal sealed record VggRow(int[] Depths, bool HasNorm)
{
    /// <summary>Width of each block.</summary>
    public int[] Widths { get; init; } = [64, 128, 256, 512, 512];

    /// <summary>Width of the two hidden linear layers.</summary>
    public int Hidden { get; init; } = 4096;
}
