namespace Graft.Networks;

/// <summary>What draws the mask of each region of 14 x 14 cells: convolutions, twice the size, one map of 28 x 28 per class (arXiv:1703.06870).</summary>
/// <param name="Convolutions">Widths of the 3x3 convolutions.</param>
/// <param name="HasNorm">Batch norm after each, which then has no bias.</param>
public sealed record MaskHeadOptions(IReadOnlyList<int> Convolutions, bool HasNorm = false)
{
    /// <summary>Side of a region in cells.</summary>
    public const int Cells = 14;

    /// <summary>Four of width 256.</summary>
    public static MaskHeadOptions Default { get; } = new([256, 256, 256, 256]);

    /// <summary>Two of width 96, for small data on a processor, where the masks of all objects would cost more than the image itself.</summary>
    public static MaskHeadOptions Small { get; } = new([96, 96]);
}
