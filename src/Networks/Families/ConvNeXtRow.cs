namespace Graft.Networks.Families;

/// <summary>One ConvNeXt.</summary>
/// <param name="Widths">Channels of each of the four stages.</param>
/// <param name="Depths">Blocks of each stage.</param>
/// <param name="StochasticDepth">Rate at which the last block is left out while training.</param>
internal sealed record ConvNeXtRow(int[] Widths, int[] Depths, double StochasticDepth);
