namespace Graft.Networks;

internal static class ParameterSpecs
{
    public static IEnumerable<ParameterSpec> Of(Node node)
    {
        switch (node.Operation)
        {
            case Operation.Convolution c:
                yield return Spec(c.Name, "weight", ParameterRole.ConvolutionWeight, c.Out, c.In / c.Groups, c.Window.Height, c.Window.Width);
                if (c.HasBias) yield return Spec(c.Name, "bias", ParameterRole.Bias, c.Out);
                break;
            case Operation.TransposedConvolution t:
                yield return Spec(t.Name, "weight", ParameterRole.ConvolutionWeight, t.In, t.Out, t.Kernel, t.Kernel);
                yield return Spec(t.Name, "bias", ParameterRole.Bias, t.Out);
                break;
            case Operation.Linear l:
                yield return Spec(l.Name, "weight", ParameterRole.LinearWeight, l.Out, l.In);
                if (l.HasBias) yield return Spec(l.Name, "bias", ParameterRole.Bias, l.Out);
                break;
            case Operation.BatchNorm b:
                yield return Spec(b.Name, "weight", ParameterRole.NormWeight, b.Channels);
                yield return Spec(b.Name, "bias", ParameterRole.NormBias, b.Channels);
                yield return Spec(b.Name, "running_mean", ParameterRole.RunningMean, b.Channels);
                yield return Spec(b.Name, "running_var", ParameterRole.RunningVariance, b.Channels);
                yield return Spec(b.Name, "num_batches_tracked", ParameterRole.BatchCount);
                break;
            case Operation.GroupNorm g:
                yield return Spec(g.Name, "weight", ParameterRole.NormWeight, g.Channels);
                yield return Spec(g.Name, "bias", ParameterRole.NormBias, g.Channels);
                break;
            default:
                foreach (var spec in TokenParameterSpecs.Of(node)) yield return spec with { Stage = node.Stage };
                break;
        }

        ParameterSpec Spec(string layer, string part, ParameterRole role, params int[] shape) =>
            new($"{layer}.{part}", shape, role, node.Stage);
    }
}

/// <summary>Parameters of the operations of transformers.</summary>
internal static class TokenParameterSpecs
{
    private const int Hidden = 512; // units of Swin V2's network for the bias by position

    public static IEnumerable<ParameterSpec> Of(Node node) => node.Operation switch
    {
        Operation.LayerNorm n =>
        [
            Spec($"{n.Name}.weight", ParameterRole.NormWeight, n.Channels),
            Spec($"{n.Name}.bias", ParameterRole.NormBias, n.Channels),
        ],
        Operation.PixelLinear l => Linear(l.Name, l.In, l.Out, l.HasBias),
        Operation.LayerScale s => [Spec($"{s.Name}.layer_scale", ParameterRole.LayerScale, s.Channels, 1, 1)],
        Operation.TokenEmbedding t =>
        [
            Spec(t.ClassToken, ParameterRole.ClassToken, 1, 1, t.Channels),
            Spec(t.Positions, ParameterRole.PositionTable, 1, 1 + t.Grid * t.Grid, t.Channels),
        ],
        Operation.SelfAttention a =>
        [
            Spec($"{a.Name}.in_proj_weight", ParameterRole.LinearWeight, 3 * a.Channels, a.Channels),
            Spec($"{a.Name}.in_proj_bias", ParameterRole.Bias, 3 * a.Channels),
            .. Linear($"{a.Name}.out_proj", a.Channels, a.Channels, true),
        ],
        Operation.WindowAttention a =>
        [
            .. Linear(a.QueryKeyValue, a.Channels, 3 * a.Channels, true),
            .. Linear(a.Projection, a.Channels, a.Channels, true),
            .. Positions(a),
        ],
        _ => [],
    };

    private static IEnumerable<ParameterSpec> Positions(Operation.WindowAttention a)
    {
        var length = 2 * a.Side - 1;
        int[] index = a.IsMaxVit ? [a.Tokens, a.Tokens] : [a.Tokens * a.Tokens];
        IEnumerable<ParameterSpec> table = a.Form is AttentionForm.SwinV2
            ?
            [
                Spec($"{a.Name}.logit_scale", ParameterRole.LogitScale, a.Heads, 1, 1),
                .. Linear($"{a.Name}.cpb_mlp.0", 2, Hidden, true),
                .. Linear($"{a.Name}.cpb_mlp.2", Hidden, a.Heads, false),
                Spec($"{a.Name}.relative_coords_table", ParameterRole.PositionCoordinates, 1, length, length, 2),
            ]
            : [Spec($"{a.Name}.relative_position_bias_table", ParameterRole.PositionTable, a.Distances, a.Heads)];
        return [.. table, Spec($"{a.Name}.relative_position_index", ParameterRole.PositionIndex, index)];
    }

    private static IEnumerable<ParameterSpec> Linear(string name, int input, int output, bool hasBias)
    {
        yield return Spec($"{name}.weight", ParameterRole.LinearWeight, output, input);
        if (hasBias) yield return Spec($"{name}.bias", ParameterRole.Bias, output);
    }

    // The stage is filled in by ParameterSpecs.
    private static ParameterSpec Spec(string name, ParameterRole role, params int[] shape) => new(name, shape, role, "");
}
