using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>Multi-head self attention in opset 17. Maps are N x H x W x C.</summary>
internal sealed class AttentionWriter(OnnxModel model, ParameterSet parameters)
{
    private const float Smallest = 1e-12f; // length below which a vector is not brought to 1, as torch's normalize
    private readonly FreeWindows _free = new(model);

    /// <summary>Among all pixels.</summary>
    public string Among(Operation.SelfAttention attention, int[] map, string x, string output)
    {
        var count = map[1] * map[2];
        var tokens = Reshape($"{output}/tokens", x, count, attention.Channels);
        var all = MatrixWriter.Linear(model, parameters, ($"{attention.Name}.in_proj_weight", $"{attention.Name}.in_proj_bias"), tokens, $"{output}/all");
        var scale = model.Scalar($"{attention.Name}.scale", 1 / MathF.Sqrt(attention.Channels / attention.Heads));
        var heads = new AttentionHeads(model, $"{output}/heads", count, attention.Heads, attention.Channels);
        var scores = Scores(heads, heads.Of(all, 0), heads.Of(all, 1), scale);
        var joined = heads.Join(Softmax(scores, output), heads.Of(all, 2));
        var projected = MatrixWriter.Linear(model, parameters, ($"{attention.Name}.out_proj.weight", $"{attention.Name}.out_proj.bias"), joined, $"{output}/projected");
        return Reshape(output, projected, map[1], map[2], attention.Channels);
    }

    /// <summary>Within windows.</summary>
    /// <param name="attention">The attention.</param>
    /// <param name="map">Shape of the map; with <paramref name="isFree"/> an example of it.</param>
    /// <param name="isFree">The size of the map is known only when the network runs.</param>
    /// <param name="x">The map.</param>
    /// <param name="output">Name of the answer.</param>
    public string Within(Operation.WindowAttention attention, int[] map, bool isFree, string x, string output)
    {
        var windows = isFree ? _free.Of(attention, map, x, output) : WindowLookup.Fixed(model, attention, map, output);
        var row = Reshape($"{output}/row", x, -1, attention.Channels);
        if (windows.IsPadded) row = model.Node("Pad", $"{output}/padded", [row, model.Integers("row.pads", [0, 0, 0, 0, 1, 0])]);
        var apart = model.Node("Gather", $"{output}/windows", [row, windows.Pixels], OnnxAttribute.Integer("axis", 1));

        var isCosine = attention.Form is AttentionForm.SwinV2;
        var all = MatrixWriter.Linear(model, MatrixWriter.Parameter(model, parameters, $"{attention.QueryKeyValue}.weight"), Bias(attention), apart, $"{output}/all");
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
        var projected = MatrixWriter.Linear(model, parameters, ($"{attention.Projection}.weight", $"{attention.Projection}.bias"), together, $"{output}/projected");
        return model.Node("Reshape", output, [projected, windows.Shape]);
    }

    // Swin V2's keys have no bias, whatever the checkpoint says.
    private string Bias(Operation.WindowAttention attention)
    {
        var name = $"{attention.QueryKeyValue}.bias";
        if (attention.Form is not AttentionForm.SwinV2) return MatrixWriter.Parameter(model, parameters, name);
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

    private string Reshape(string output, string x, params int[] shape) => model.Node("Reshape", output, [x, model.Integers($"{output}.shape", [0, .. shape])]);
}
