namespace Graft.Artifacts;

/// <summary>Queries, keys and values, N x (windows tokens) x 3 C, as heads: N x windows x heads x tokens x C / heads.</summary>
internal sealed class AttentionHeads(OnnxModel model, string prefix, int tokens, int heads, int channels)
{
    /// <summary>Queries (0), keys (1) or values (2).</summary>
    public string Of(string all, int part)
    {
        var name = $"{prefix}/{part}";
        var slice = model.Node("Slice", $"{name}/slice",
            [all, model.Integers($"{prefix}.{part}", [part * channels]), model.Integers($"{prefix}.{part + 1}", [(part + 1) * channels]), model.Integers("heads.axis", [2])]);
        var apart = model.Node("Reshape", $"{name}/apart", [slice, model.Integers($"{prefix}.apart", [0, -1, tokens, heads, channels / heads])]);
        return model.Node("Transpose", name, [apart], OnnxAttribute.Integers("perm", 0, 1, 3, 2, 4));
    }

    /// <summary>Heads with tokens and features exchanged.</summary>
    public string Transposed(string part) => model.Node("Transpose", $"{part}/transposed", [part], OnnxAttribute.Integers("perm", 0, 1, 2, 4, 3));

    /// <summary>Values summed by shares, heads side by side again: N x (windows tokens) x C.</summary>
    public string Join(string shares, string values)
    {
        var sums = model.Node("MatMul", $"{prefix}/sums", [shares, values]);
        var ordered = model.Node("Transpose", $"{prefix}/ordered", [sums], OnnxAttribute.Integers("perm", 0, 1, 3, 2, 4));
        return model.Node("Reshape", $"{prefix}/joined", [ordered, model.Integers($"{prefix}.joined", [0, -1, channels])]);
    }
}
