namespace Graft.Networks.Families;

/// <summary>One Swin transformer, of the first version or the second.</summary>
/// <param name="Form">Which version.</param>
/// <param name="Width">Channels of the first stage; each stage doubles them.</param>
/// <param name="Depths">Blocks of each stage.</param>
/// <param name="Heads">Heads in the first stage; each stage doubles them.</param>
/// <param name="Side">Pixels along a window.</param>
/// <param name="StochasticDepth">Rate at which the last block is left out while training.</param>
internal sealed record SwinRow(AttentionForm Form, int Width, int[] Depths, int Heads, int Side, double StochasticDepth)
{
    /// <summary>The second version normalises a branch's result; the first its input.</summary>
    public bool IsSecond => Form is AttentionForm.SwinV2;
}
