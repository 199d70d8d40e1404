namespace Graft.Networks;

/// <summary>The kinds of <see cref="Operation.WindowAttention"/>, which differ in their parameters and in what a window is.</summary>
public enum AttentionForm
{
    /// <summary>
    /// Neighbouring pixels; <c>qkv</c>, <c>proj</c>, <c>relative_position_bias_table</c> (distances x heads) and the buffer
    /// <c>relative_position_index</c> (arXiv:2103.14030).
    /// </summary>
    Swin,

    /// <summary>
    /// The cosine of queries and keys times <c>logit_scale</c> (heads x 1 x 1); no bias of the keys; the bias by position comes
    /// from a small network <c>cpb_mlp</c> over the buffer <c>relative_coords_table</c> (arXiv:2111.09883).
    /// </summary>
    SwinV2,

    /// <summary>As <see cref="Swin"/> with the names <c>to_qkv</c> and <c>merge</c>; never shifted (arXiv:2204.01697).</summary>
    MaxVitWindow,

    /// <summary>As <see cref="MaxVitWindow"/>, but a window's pixels are spread evenly over the whole map.</summary>
    MaxVitGrid,
}
