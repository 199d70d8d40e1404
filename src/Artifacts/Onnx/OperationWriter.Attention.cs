using Graft.Networks;

namespace Graft.Artifacts;

// Multi-head self attention, among all pixels and within windows. Maps are N x H x W x C.
internal sealed partial class OperationWriter
{
    private const float Smallest = 1e-12f; // length below which a vector is not brought to 1, as torch's normalize
    private string SelfAttention(Operation.SelfAttention attention, int[] map, string x, string output)
    {
        var count = map[1] * map[2];
        var tokens = Reshape($"{output}/tokens", x, count, attention.Channels);
        var all = Product($"{attention.Name}.in_proj_weight", $"{attention.Name}.in_proj_bias", tokens, $"{output}/all");
        var scale = model.Scalar($"{attention.Name}.scale", 1 / MathF.Sqrt(attention.Channels / attention.Heads));
        var heads = new AttentionHeads(model, $"{output}/heads", count, attention.Heads, attention.Channels);
        var scores = Scores(heads, heads.Of(all, 0), heads.Of(all, 1), scale);
        var joined = heads.Join(Softmax(scores, output), heads.Of(all, 2));
        var projected = Product($"{attention.Name}.out_proj.weight", $"{attention.Name}.out_proj.bias", joined, $"{output}/projected");
        return Reshape(output, projected, map[1], map[2], attention.Channels);
    }

    private string WindowAttention(Operation.WindowAttention attention, int[] map, string x, string output)
    {
        var windows = isFree ? _windows.Of(attention, map, x, output) : WindowLookup.Fixed(model, attention, map, output);
        var row = Reshape($"{output}/row", x, -1, attention.Channels);
        if (windows.IsPadded) row = model.Node("Pad", $"{output}/padded", [row, model.Integers("row.pads", [0, 0, 0, 0, 1, 0])]);
        var apart = model.Node("Gather", $"{output}/windows", [row, windows.Pixels], OnnxAttribute.Integer("axis", 1));

        var isCosine = attention.Form is AttentionForm.SwinV2;
        var all = ProductOf(Parameter(attention.QueryKeyValue, "weight"), Bias(attention), apart, $"{output}/all");
        var heads = new AttentionHeads(model, $"{output}/heads", attention.Tokens, attention.Heads, attention.Channels);
        var (query, key) = (heads.Of(all, 0), heads.Of(all, 1));
        if (isCosine) (query, key) = (Unit(query), Unit(key));
        var scale = isCosine
            ? model.Constant($"{attention.Name}.scale", [attention.Heads, 1, 1], RelativePositions.Scales(attention, parameters))
            : model.Scalar($"{attention.Name}.scale", (float)attention.Scale);
        var scores = Scores(heads, query, key, scale);
        scores = model.Node("Add", $"{scores}/placed", [scores, model.Constant($"{attention.Name}.positions",
            [attention.Heads, attention.Tokens, attention.Tokens], RelativePositions.Bias(attention, parameters))]);
        if (windows.Mask is { } mask) scores = model.Node("Add", $"{scores}/masked", [scores, mask]);

        var joined = heads.Join(Softmax(scores, output), heads.Of(all, 2));
        var together = model.Node("Gather", $"{output}/together", [joined, windows.Places], OnnxAttribute.Integer("axis", 1));
        var projected = Product($"{attention.Projection}.weight", $"{attention.Projection}.bias", together, $"{output}/projected");
        return model.Node("Reshape", output, [projected, windows.Shape]);
    }

    // Swin V2's keys have no bias, whatever the checkpoint says.
    private string Bias(Operation.WindowAttention attention)
    {
        var name = $"{attention.QueryKeyValue}.bias";
        if (attention.Form is not AttentionForm.SwinV2) return Parameter(name);
        var bias = (float[])parameters[name].Data.Clone();
        bias.AsSpan(attention.Channels, attention.Channels).Clear();
        return model.Constant($"{name}/cosine", [bias.Length], bias);
    }

    private string Scores(AttentionHeads heads, string query, string key, string scale)
    {
        var scaled = model.Node("Mul", $"{query}/scaled", [query, scale]);
        return model.Node("MatMul", $"{query}/scores", [scaled, heads.Transposed(key)]);
    }

    private string Softmax(string scores, string output) => model.Node("Softmax", $"{output}/shares", [scores], OnnxAttribute.Integer("axis", 4));

    private string Unit(string x)
    {
        var length = model.Node("ReduceL2", $"{x}/length", [x], OnnxAttribute.Integers("axes", 4));
        return model.Node("Div", $"{x}/unit", [x, model.Node("Max", $"{x}/divisor", [length, model.Scalar("smallest", Smallest)])]);
    }

    private string Reshape(string output, string x, params int[] shape) =>
        model.Node("Reshape", output, [x, model.Integers($"{output}.shape", [0, .. shape])]);
}

/// <summary>Queries, keys and values, N x (windows tokens) x 3 C, as heads: N x windows x heads x tokens x C / heads.</summary>
internal sealed class AttentionHeads(OnnxModel model, string prefix, int tokens, int heads, int channels)
{
    /// <summary>Queries (0), keys (1) or values (2).</summary>
    public string Of(string all, int part)
    {
        var name = $"{prefix}/{part}";
        var slice = model.Node("Slice", $"{name}/slice",
            [
                all,
                model.Integers($"{prefix}.{part}", [part * channels]),
                model.Integers($"{prefix}.{part + 1}", [(part + 1) * channels]),
                model.Integers("heads.axis", [2]),
            ]);
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
