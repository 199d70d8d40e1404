namespace Graft.Artifacts;

/// <summary>Writes arithmetic as ONNX nodes with names of its own making.</summary>
internal sealed class OnnxScript(OnnxModel model, string prefix)
{
    private int _count;

    public OnnxModel Model => model;

    /// <summary>A node with one output.</summary>
    public string Op(string operation, IEnumerable<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes) => model.Node(operation, Name(), inputs, attributes);

    /// <summary>A node of two inputs.</summary>
    public string Op(string operation, string one, string other) => Op(operation, [one, other]);

    /// <summary>A node of one input.</summary>
    public string Op(string operation, string input) => Op(operation, [input]);

    /// <summary>A float without dimensions.</summary>
    public string Float(float value) => model.Scalar($"f:{value:R}", value);

    /// <summary>A list of floats.</summary>
    public string Floats(params float[] values) => model.Constant($"fs:{string.Join(',', values.Select(v => v.ToString("R")))}", [values.Length], values);

    /// <summary>An integer without dimensions.</summary>
    public string Int(long value) => model.Integer($"i:{value}", value);

    /// <summary>A list of integers.</summary>
    public string Ints(params long[] values) => model.Integers($"is:{string.Join(',', values)}", values);

    public string Cast(string value, int type) => Op("Cast", [value], OnnxAttribute.Integer("to", type));

    public string Transpose(string value, params int[] order) => Op("Transpose", [value], OnnxAttribute.Integers("perm", order));

    public string Reshape(string value, params long[] shape) => Op("Reshape", value, Ints(shape));

    public string Concat(int axis, params string[] values) => Op("Concat", values, OnnxAttribute.Integer("axis", axis));

    public string Gather(string value, string indices, int axis = 0) => Op("Gather", [value, indices], OnnxAttribute.Integer("axis", axis));

    public string Unsqueeze(string value, params long[] axes) => Op("Unsqueeze", value, Ints(axes));

    public string Squeeze(string value, params long[] axes) => Op("Squeeze", value, Ints(axes));

    /// <summary>One side of a shape, without dimensions.</summary>
    public string Side(string value, int axis) => Gather(Op("Shape", value), Int(axis));

    /// <summary>From a start to an end along an axis.</summary>
    public string Slice(string value, int axis, long from, long to = int.MaxValue) => Op("Slice", [value, Ints(from), Ints(to), Ints(axis)]);

    /// <summary>0, 1, 2 .. below a scalar.</summary>
    public string Range(string count) => Op("Range", [Int(0), count, Int(1)]);

    /// <summary>The highest values along an axis and where they are; at most that many.</summary>
    public (string Values, string Indices) Top(string value, int axis, long max)
    {
        var count = Op("Min", [Unsqueeze(Side(value, axis), 0), Ints(max)]);
        return Sorted(value, axis, count, largest: true);
    }

    /// <summary>The first of the sorted values along an axis and where they are.</summary>
    public (string Values, string Indices) Sorted(string value, int axis, string count, bool largest)
    {
        var (values, indices) = (Name(), Name());
        model.Nodes("TopK", [values, indices], [value, count], OnnxAttribute.Integer("axis", axis), OnnxAttribute.Integer("largest", largest ? 1 : 0));
        return (values, indices);
    }

    /// <summary>Four equal parts of the last axis, each with that axis of length one.</summary>
    public (string A, string B, string C, string D) Quarters(string value)
    {
        var (a, b, c, d) = (Name(), Name(), Name(), Name());
        model.Nodes("Split", [a, b, c, d], [value], OnnxAttribute.Integer("axis", -1));
        return (a, b, c, d);
    }

    /// <summary>Places where a condition holds, one row of indices for each.</summary>
    public string Where(string condition) => Transpose(Op("NonZero", condition), 1, 0);

    /// <summary>Rows of a batch, each image by its own indices: N x M x .. by N x K.</summary>
    public string GatherRows(string value, string indices) => Op("GatherND", [value, Unsqueeze(indices, 2)], OnnxAttribute.Integer("batch_dims", 1));

    private string Name() => $"{prefix}/{_count++}";
}
