using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>
/// The operations of transformers, and elementwise ones between them, on maps in channels-last layout. Where images may be of any size
/// (<paramref name="isFree"/>), shapes are only those of an example.
/// </summary>
internal sealed class TokenWriter(OnnxModel model, ParameterSet parameters, IReadOnlyList<int[]> shapes, OnnxValues values, bool isFree)
{
    private readonly AttentionWriter _attention = new(model, parameters);

    /// <summary>Writes the node if it is one of these.</summary>
    public bool TryWrite(Node node)
    {
        var (input, output) = (node.Inputs[0], $"{node.Stage}/{node.Index}");
        var shape = shapes[input];
        if (node.Operation is Operation.FirstToken or Operation.LayerNorm && (node.Operation is Operation.FirstToken || shape.Length == 1))
        {
            values.SetFirst(node.Index, node.Operation is Operation.LayerNorm norm ? Normalise(norm, values.First(input), 1, output) : FirstToken(values.Last(input), output));
            return true;
        }
        var name = node.Operation switch
        {
            Operation.LayerNorm n => Normalise(n, values.Last(input), 3, output),
            Operation.PixelLinear l => MatrixWriter.Linear(model, parameters, (l.Name + ".weight", l.HasBias ? l.Name + ".bias" : null), values.Last(input), output),
            Operation.LayerScale s => model.Node("Mul", output,
                [values.Last(input), model.Constant($"{s.Name}.layer_scale", [s.Channels], parameters[$"{s.Name}.layer_scale"].Data)]),
            Operation.TokenEmbedding t => Embed(t, shape, values.Last(input), output),
            Operation.PatchMap => Map(shapes[node.Index], shape, values.Last(input), output),
            Operation.SpaceToDepth => Fold(shape, shapes[node.Index], values.Last(input), output),
            Operation.SelfAttention a => _attention.Among(a, shape, values.Last(input), output),
            Operation.WindowAttention a => _attention.Within(a, shape, isFree, values.Last(input), output),
            Operation.Activate a when AreLast(node) => ActivationWriter.Write(model, a.Function, values.Last(input), output),
            Operation.Add when AreLast(node) => model.Node("Add", output, node.Inputs.Select(values.Last)),
            Operation.Dropout or Operation.StochasticDepth when AreLast(node) => values.Last(input),
            _ => null,
        };
        if (name is null) return false;
        values.SetLast(node.Index, name);
        return true;
    }

    private bool AreLast(Node node) => node.Inputs.All(values.IsLast);

    private string Normalise(Operation.LayerNorm norm, string x, int axis, string output) =>
        model.Node("LayerNormalization", output, [x, MatrixWriter.Parameter(model, parameters, $"{norm.Name}.weight"), MatrixWriter.Parameter(model, parameters, $"{norm.Name}.bias")],
            OnnxAttribute.Integer("axis", axis), OnnxAttribute.Float("epsilon", norm.Epsilon));

    private string FirstToken(string x, string output)
    {
        var token = model.Node("Gather", $"{output}/token", [x, model.Integers("row.first", [0])], OnnxAttribute.Integer("axis", 2));
        return model.Node("Flatten", output, [token], OnnxAttribute.Integer("axis", 1));
    }

    // A row of zeros before the patches makes room for the class token, which is added with the positions.
    private string Embed(Operation.TokenEmbedding embedding, int[] map, string x, string output)
    {
        var (channels, count) = (map[0], map[1] * map[2]);
        var sums = PositionGrid.Resize(parameters[embedding.Positions].Data, embedding.Grid, map[1], map[2]);
        for (var channel = 0; channel < channels; channel++) sums[channel] += parameters[embedding.ClassToken].Data[channel];
        var row = model.Node("Reshape", $"{output}/row", [x, model.Integers($"{output}.row", [0, 1, count, channels])]);
        var padded = model.Node("Pad", $"{output}/padded", [row, model.Integers($"{output}.pads", [0, 0, 1, 0, 0, 0, 0, 0])]);
        return model.Node("Add", output, [padded, model.Constant($"{output}.positions", [1, 1, count + 1, channels], sums)]);
    }

    private string Map(int[] map, int[] row, string x, string output)
    {
        if (map.Length == 0) throw new GraftException($"{row[2] - 1} tokens do not form a square map.", cure: "Use square images.");
        var patches = model.Node("Slice", $"{output}/patches", [x, model.Integers("row.one", [1]), model.Integers($"{output}.end", [row[2]]), model.Integers("row.axis", [2])]);
        return model.Node("Reshape", output, [patches, model.Integers($"{output}.shape", [0, map[1], map[2], map[0]])]);
    }

    private string Fold(int[] map, int[] folded, string x, string output)
    {
        var (channels, height, width) = (map[0], folded[1], folded[2]);
        var s = new OnnxScript(model, $"{output}/fold");
        if (isFree)
            x = model.Node("Pad", $"{output}/padded", [x, s.Concat(0, s.Ints(0, 0, 0, 0, 0), Odd(s, x, 1), Odd(s, x, 2), s.Ints(0))]);
        else if (map[1] % 2 + map[2] % 2 > 0)
            x = model.Node("Pad", $"{output}/padded", [x, model.Integers($"{output}.pads", [0, 0, 0, 0, 0, map[1] % 2, map[2] % 2, 0])]);
        var columns = isFree ? s.Op("Div", s.Unsqueeze(s.Side(x, 2), 0), s.Ints(2)) : s.Ints(width);
        var squares = model.Node("Reshape", $"{output}/squares", [x, s.Concat(0, s.Ints(0, isFree ? -1 : height, 2), columns, s.Ints(2, channels))]);
        var ordered = model.Node("Transpose", $"{output}/ordered", [squares], OnnxAttribute.Integers("perm", 0, 1, 3, 4, 2, 5));
        return model.Node("Reshape", output, [ordered, model.Integers($"{output}.shape", [0, 0, 0, 4 * channels])]);
    }

    private static string Odd(OnnxScript s, string x, int axis) => s.Unsqueeze(s.Op("Mod", s.Side(x, axis), s.Int(2)), 0);
}
