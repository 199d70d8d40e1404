using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>
/// The second reading of a graph: one switch from <see cref="Operation"/> to ONNX nodes. With <paramref name="isFree"/> images may be of any
/// size whose sides are multiples of 32, and <paramref name="shapes"/> are those of one of them.
/// </summary>
internal sealed partial class OperationWriter(
    OnnxModel model, Graph graph, ParameterSet parameters, IReadOnlyList<int[]> shapes, string prefix = "", bool isFree = false)
{
    private readonly OnnxValues _values = new(model);
    private readonly FreeWindows _windows = new(model);

    public IReadOnlyList<int> OutputShape => shapes[graph.Output];

    /// <summary>A writer for a graph as it predicts: its parameters checked, batch norms folded unless weights are stored in 16 bits.</summary>
    /// <param name="model">Where it is written.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="size">Height and width of the input; of an example where <paramref name="isFree"/>.</param>
    /// <param name="prefix">Put before the names of nodes.</param>
    /// <param name="isFree">Images may be of any size.</param>
    /// <exception cref="ProblemsException">A parameter is missing or of another shape.</exception>
    public static OperationWriter Of(
        OnnxModel model, Graph graph, ParameterSet parameters, (int Height, int Width) size, string prefix = "", bool isFree = false)
    {
        graph = graph.WithoutAuxiliary();
        parameters.Require(graph);
        var (folded, values) = model.Form.HasHalfWeights ? (graph, parameters) : BatchNormFolding.Fold(graph, parameters);
        return new(model, folded, values, folded.Infer(size.Height, size.Width), prefix, isFree);
    }

    /// <summary>Writes what the graph's output needs, and answers the name of that output.</summary>
    public string Write(string input) => Write(input, [graph.Output])[0];

    /// <summary>Writes what all of the graph's outputs need, and answers their names.</summary>
    public IReadOnlyList<string> WriteAll(string input) => Write(input, [.. graph.Outputs.Select(output => output.Node)]);

    /// <summary>As <see cref="WriteAll(string)"/>, and the embedding of the images under a name of its own, see <see cref="EmbeddingWidth"/>.</summary>
    /// <param name="input">Name of the input.</param>
    /// <param name="embedding">Name of that output; nothing is written where there is none.</param>
    public IReadOnlyList<string> WriteAll(string input, string embedding)
    {
        List<int> outputs = [.. graph.Outputs.Select(output => output.Node)];
        if (Tap is not { } tap) return Write(input, outputs);
        var names = Write(input, [.. outputs, tap]);
        var pooled = names[^1];
        if (shapes[tap].Length == 3)
            pooled = model.Node("Flatten", $"{embedding}/flat", [model.Node("GlobalAveragePool", $"{embedding}/pooled", [pooled])],
                OnnxAttribute.Integer("axis", 1));
        model.Node("Identity", embedding, [pooled]);
        return [.. names.Take(outputs.Count)];
    }

    /// <summary>
    /// Numbers that the network keeps of an image before its head: the neck's features, or each channel's mean over the deepest map of the backbone.
    /// Null where nothing comes before the head, or it is neither of both.
    /// </summary>
    public int? EmbeddingWidth => Tap is { } tap ? shapes[tap][0] : null;

    private int? Tap => graph.EmbeddingNode() is { } tap && shapes[tap].Length is 1 or 3 ? tap : null;

    private IReadOnlyList<string> Write(string input, IReadOnlyList<int> outputs)
    {
        var needed = outputs.ToHashSet();
        foreach (var node in graph.Nodes.Reverse())
            if (needed.Contains(node.Index)) needed.UnionWith(node.Inputs);
        foreach (var node in graph.Nodes.Where(node => needed.Contains(node.Index)))
        {
            var output = $"{prefix}{node.Stage}/{node.Index}";
            if (node.Operation is Operation.Input) _values.SetFirst(node.Index, input);
            else if (!TryWriteLast(node, output)) _values.SetFirst(node.Index, WriteFirst(node, output));
        }
        return [.. outputs.Select(_values.First)];
    }

    private string WriteFirst(Node node, string output)
    {
        string[] inputs = [.. node.Inputs.Select(_values.First)];
        return node.Operation switch
        {
            Operation.Convolution c => Convolution(c, node, inputs[0], output),
            Operation.TransposedConvolution t => model.Node("ConvTranspose", output, WithBias(t.Name, true, inputs[0]),
                OnnxAttribute.Integers("kernel_shape", t.Kernel, t.Kernel), OnnxAttribute.Integers("strides", t.Stride, t.Stride)),
            Operation.BatchNorm b => BatchNorm(b, inputs[0], output),
            Operation.GroupNorm g => GroupNorm(g, inputs[0], output),
            Operation.Activate a => Activate(a.Function, inputs[0], output),
            Operation.MaxPool p => MaxPool(p, InputShape(node), inputs[0], output),
            Operation.AveragePool p => AveragePool(p, InputShape(node), inputs[0], output),
            Operation.AdaptiveAveragePool p => AdaptiveAveragePool(p, InputShape(node), inputs[0], output),
            Operation.Flatten => model.Node("Flatten", output, inputs, OnnxAttribute.Integer("axis", 1)),
            Operation.Linear l => model.Node("Gemm", output,
                WithBias(l.Name, l.HasBias, inputs[0]), OnnxAttribute.Integer("transB", 1)),
            Operation.UnitLength => model.Node("LpNormalization", output, inputs, OnnxAttribute.Integer("axis", 1), OnnxAttribute.Integer("p", 2)),
            Operation.Add => model.Node("Add", output, inputs),
            Operation.Concatenate => model.Node("Concat", output, inputs, OnnxAttribute.Integer("axis", 1)),
            Operation.Resize r => Resize(r.Mode, inputs, output),
            Operation.Dropout or Operation.StochasticDepth => inputs[0],
            Operation.Multiply => model.Node("Mul", output, inputs),
            Operation.ChannelSlice s => ChannelSlice(s, inputs[0], output),
            Operation.ChannelShuffle s => ChannelShuffle(s, InputShape(node), inputs[0], output),
            Operation.ZeroPad p => model.Node("Pad", output, [inputs[0], model.Integers($"{output}.pads", 0, 0, 0, 0, 0, p.Channels, p.Rows, p.Columns)]),
            Operation.ChannelAffine a => ChannelAffine(a, inputs[0], output),
            var other => throw new InvalidOperationException($"No ONNX form is known for {other.GetType().Name}."),
        };
    }

    private string Convolution(Operation.Convolution convolution, Node node, string input, string output)
    {
        var window = convolution.Window;
        var shape = InputShape(node);
        var (top, bottom) = window.PadHeight(shape[1]);
        var (left, right) = window.PadWidth(shape[2]);
        return model.Node("Conv", output, WithBias(convolution.Name, convolution.HasBias, input),
            OnnxAttribute.Integers("kernel_shape", window.Height, window.Width),
            OnnxAttribute.Integers("strides", window.Stride, window.Stride),
            OnnxAttribute.Integers("pads", top, left, bottom, right),
            OnnxAttribute.Integers("dilations", window.Dilation, window.Dilation),
            OnnxAttribute.Integer("group", convolution.Groups));
    }

    private List<string> WithBias(string name, bool hasBias, string input)
    {
        List<string> inputs = [input, Parameter(name, "weight")];
        if (hasBias) inputs.Add(Parameter(name, "bias"));
        return inputs;
    }

    private int[] InputShape(Node node) => shapes[node.Inputs[0]];

    // x times the transposed weight, plus the bias where there is one; the runtime transposes a constant once, when it loads.
    private string Product(string weight, string? bias, string x, string output) =>
        ProductOf(Parameter(weight), bias is null ? null : Parameter(bias), x, output);

    // The same with constants that are there already.
    private string ProductOf(string weight, string? bias, string x, string output)
    {
        var transposed = model.Node("Transpose", $"{output}/weight", [weight], OnnxAttribute.Integers("perm", 1, 0));
        if (bias is null) return model.Node("MatMul", output, [x, transposed]);
        return model.Node("Add", output, [model.Node("MatMul", $"{output}/product", [x, transposed]), bias]);
    }

    private string Parameter(string layer, string part) => Parameter($"{layer}.{part}");

    private string Parameter(string name) => model.Constant(name, parameters[name].Shape, parameters[name].Data);
}
