namespace Graft.Networks;

// The operations of transformers. A grid of tokens is a feature map, N x C x H x W like any other, so that taps, pooling and
// pyramids need not know what computed it; only a class token makes a row of it (see TokenEmbedding).
public abstract partial record Operation
{
    /// <summary>
    /// Layer normalisation over the channels of each pixel, or over the features of a flat value (arXiv:1607.06450);
    /// <c>Name.weight</c> and <c>Name.bias</c>.
    /// </summary>
    public sealed record LayerNorm(string Name, int Channels, double Epsilon) : Operation;

    /// <summary>A matrix product at each pixel: a 1 x 1 convolution whose <c>Name.weight</c> is Out x In; <c>Name.bias</c> is Out.</summary>
    public sealed record PixelLinear(string Name, int In, int Out, bool HasBias) : Operation;

    /// <summary>A learned factor per channel; <c>Name.layer_scale</c> is Channels x 1 x 1 (arXiv:2103.17239).</summary>
    public sealed record LayerScale(string Name, int Channels) : Operation;

    /// <summary>
    /// N x C x H x W to a row of tokens, N x C x 1 x (1 + H W): the class token, then the pixels row by row, positions added.
    /// The parameter <paramref name="ClassToken"/> is 1 x 1 x C, <paramref name="Positions"/> is 1 x (1 + Grid Grid) x C; where the
    /// map is not Grid x Grid, the positions are resampled (see <see cref="PositionGrid"/>).
    /// </summary>
    public sealed record TokenEmbedding(string ClassToken, string Positions, int Channels, int Grid) : Operation;

    /// <summary>A row of tokens behind a class token as the map it was: N x C x H x W. A tap: nothing in a network reads it.</summary>
    public sealed record PatchMap : Operation;

    /// <summary>The class token of a row of tokens: N x C.</summary>
    public sealed record FirstToken : Operation;

    /// <summary>
    /// Multi-head self attention among all pixels, with the names of torch's MultiheadAttention: <c>Name.in_proj_weight</c>
    /// (3 C x C), <c>Name.in_proj_bias</c>, <c>Name.out_proj.weight</c>, <c>Name.out_proj.bias</c> (arXiv:1706.03762).
    /// </summary>
    public sealed record SelfAttention(string Name, int Channels, int Heads) : Operation;

    /// <summary>
    /// Multi-head self attention within windows of Side x Side pixels, with a bias by relative position. Zeros fill the last windows
    /// below and to the right. <paramref name="Shift"/> moves the windows by so many pixels, as Swin's odd blocks do. Parameters: see <see cref="AttentionForm"/>.
    /// </summary>
    public sealed record WindowAttention(string Name, int Channels, int Heads, int Side, int Shift, AttentionForm Form) : Operation
    {
        /// <summary>Name of the layer that makes queries, keys and values.</summary>
        public string QueryKeyValue => $"{Name}.{(IsMaxVit ? "to_qkv" : "qkv")}";

        /// <summary>Name of the layer after the attention.</summary>
        public string Projection => $"{Name}.{(IsMaxVit ? "merge" : "proj")}";

        /// <summary>What products of queries and keys are multiplied by. MaxViT divides by the root of all channels, not of a head's.</summary>
        public double Scale => 1 / Math.Sqrt(IsMaxVit ? Channels : Channels / Heads);

        /// <summary>Pixels of a window.</summary>
        public int Tokens => Side * Side;

        /// <summary>Relative positions there are.</summary>
        public int Distances => (2 * Side - 1) * (2 * Side - 1);

        internal bool IsMaxVit => Form is AttentionForm.MaxVitWindow or AttentionForm.MaxVitGrid;
    }

    /// <summary>
    /// Squares of 2 x 2 pixels as one pixel of four times the channels, in the order upper left, lower left, upper right, lower right;
    /// zeros fill an odd row or column. Swin's patch merging before its linear layer.
    /// </summary>
    public sealed record SpaceToDepth : Operation;
}
