namespace Graft.Networks.Families;

/// <summary>One ViT.</summary>
/// <param name="Patch">Side of a patch in pixels.</param>
/// <param name="Depth">Blocks, a multiple of four.</param>
/// <param name="Heads">Heads of each attention.</param>
/// <param name="Width">Features of a token.</param>
/// <param name="Hidden">Units of the layers between.</param>
internal sealed record VisionTransformerRow(int Patch, int Depth, int Heads, int Width, int Hidden);
