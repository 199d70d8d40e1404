namespace Graft.Networks.Families;

/// <summary>One ShuffleNetV2.</summary>
/// <param name="Widths">Width of each of the three stages.</param>
/// <param name="Features">Width of the last convolution.</param>
internal sealed record ShuffleNetV2Row(int[] Widths, int Features)
{
    /// <summary>Width of the first convolution.</summary>
    public int Stem { get; init; } = 24;

    /// <summary>Blocks of each stage.</summary>
    public int[] Depths { get; init; } = [4, 8, 4];
}
