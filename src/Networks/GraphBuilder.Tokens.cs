namespace Graft.Networks;

// The operations of transformers.
public sealed partial class GraphBuilder
{
    /// <summary>Layer normalisation over the channels.</summary>
    public int LayerNorm(string name, int x, double epsilon) => Append(new Operation.LayerNorm(name, ChannelsOf(x), epsilon), ChannelsOf(x), x);

    /// <summary>Matrix product at each pixel.</summary>
    public int PixelLinear(string name, int x, int width, bool bias = true) =>
        Append(new Operation.PixelLinear(name, ChannelsOf(x), width, bias), width, x);

    /// <summary>Learned factor per channel, named <c>name.layer_scale</c>.</summary>
    public int LayerScale(string name, int x) => Append(new Operation.LayerScale(name, ChannelsOf(x)), ChannelsOf(x), x);

    /// <summary>A map as a row of tokens behind a class token, with positions of a grid x grid map added.</summary>
    public int TokenEmbedding(string classToken, string positions, int x, int grid) =>
        Append(new Operation.TokenEmbedding(classToken, positions, ChannelsOf(x), grid), ChannelsOf(x), x);

    /// <summary>A row of tokens as the map it was, without the class token.</summary>
    public int PatchMap(int x) => Append(new Operation.PatchMap(), ChannelsOf(x), x);

    /// <summary>The class token.</summary>
    public int FirstToken(int x) => Append(new Operation.FirstToken(), ChannelsOf(x), x);

    /// <summary>Self attention among all pixels.</summary>
    public int SelfAttention(string name, int x, int heads) => Append(new Operation.SelfAttention(name, ChannelsOf(x), heads), ChannelsOf(x), x);

    /// <summary>Self attention within windows.</summary>
    public int WindowAttention(string name, int x, int heads, int side, int shift, AttentionForm form) =>
        Append(new Operation.WindowAttention(name, ChannelsOf(x), heads, side, shift, form), ChannelsOf(x), x);

    /// <summary>Squares of 2 x 2 pixels as one of four times the channels.</summary>
    public int SpaceToDepth(int x) => Append(new Operation.SpaceToDepth(), ChannelsOf(x) * 4, x);
}
