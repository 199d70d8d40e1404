namespace Graft.Networks.Families;

/// <summary>One MaxViT.</summary>
/// <param name="Stem">Channels of the stem.</param>
/// <param name="Widths">Channels of each of the four stages.</param>
/// <param name="Depths">Layers of each stage.</param>
/// <param name="HeadWidth">Channels of a head.</param>
/// <param name="Side">Pixels along a window, and along the grid.</param>
/// <param name="StochasticDepth">Rate at which the last layer's branches are left out while training.</param>
internal sealed record MaxVitRow(int Stem, int[] Widths, int[] Depths, int HeadWidth, int Side, double StochasticDepth);
