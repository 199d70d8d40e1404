using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>
/// The second reading of a graph: one switch from <see cref="Operation"/> to ONNX nodes. With <paramref name="isFree"/> images may be of any
/// size whose sides are multiples of 32, and <paramref name="shapes"/> are those of one of them.
/// </summary>
internal sealed class OperationWriter(OnnxModel model, Graph graph, ParameterSet parameters, IReadOnlyList<int[]> shapes, string prefix = "", bool isFree = false)
{
    private readonly OnnxValues _values = new(model);

    public IReadOnlyList<int> OutputShape => shapes[graph.Output];

    /// <summary>Writes what the graph's output needs, and answers the name of that output.</summary>
    public string Write(string input) => Write(input, [graph.Output])[0];

    /// <summary>Writes what all of the graph's outputs need, and answers their names.</summary>
    public IReadOnlyList<string> WriteAll(string input) => Write(input, [.. graph.Outputs.Select(output => output.Node)]);

    private IReadOnlyList<string> Write(string input, IReadOnlyList<int> outputs)
    {
        var needed = outputs.ToHashSet();
        foreach (var node in graph.Nodes.Reverse())
            if (needed.Contains(node.Index)) needed.UnionWith(node.Inputs);
        var tokens = new TokenWriter(model, parameters, shapes, _values, isFree);
        foreach (var node in graph.Nodes.Where(node => needed.Contains(node.Index)))
            if (node.Operation is Operation.Input) _values.SetFirst(node.Index, input);
            else if (!tokens.TryWrite(node)) _values.SetFirst(node.Index, Write(node));
        return [.. outputs.Select(_values.First)];
    }

    private string Write(Node node)
    {
        string[] inputs = [.. node.Inputs.Select(_values.First)];
        var output = $"{prefix}{node.Stage}/{node.Index}";
        return node.Operation switch
        {
            Operation.Convolution c => Convolution(c, node, inputs[0], output),
            Operation.TransposedConvolution t => model.Node("ConvTranspose", output, WithBias(t.Name, true, inputs[0]),
                OnnxAttribute.Integers("kernel_shape", t.Kernel, t.Kernel), OnnxAttribute.Integers("strides", t.Stride, t.Stride)),
            Operation.BatchNorm b => model.Node("BatchNormalization", output,
                [inputs[0], Parameter(b.Name, "weight"), Parameter(b.Name, "bias"), Parameter(b.Name, "running_mean"), Parameter(b.Name, "running_var")],
                OnnxAttribute.Float("epsilon", b.Epsilon)),
            Operation.GroupNorm g => GroupNormWriter.Write(model, g, (parameters[$"{g.Name}.weight"], parameters[$"{g.Name}.bias"]), inputs[0], output),
            Operation.Activate a => ActivationWriter.Write(model, a.Function, inputs[0], output),
            Operation.MaxPool p => PoolWriter.Max(model, p, InputShape(node), inputs[0], output),
            Operation.AveragePool p => PoolWriter.Average(model, p, InputShape(node), inputs[0], output),
            Operation.AdaptiveAveragePool p => AdaptivePoolWriter.Write(model, p, InputShape(node), inputs[0], output),
            Operation.Flatten => model.Node("Flatten", output, inputs, OnnxAttribute.Integer("axis", 1)),
            Operation.Linear l => model.Node("Gemm", output,
                WithBias(l.Name, l.HasBias, inputs[0]), OnnxAttribute.Integer("transB", 1)),
            Operation.Add => model.Node("Add", output, inputs),
            Operation.Concatenate => model.Node("Concat", output, inputs, OnnxAttribute.Integer("axis", 1)),
            Operation.Resize r => ResizeWriter.Write(model, r.Mode, inputs, output),
            Operation.Dropout or Operation.StochasticDepth => inputs[0],
            Operation.Multiply => model.Node("Mul", output, inputs),
            Operation.ChannelSlice s => ChannelWriter.Slice(model, s, inputs[0], output),
            Operation.ChannelShuffle s => ChannelWriter.Shuffle(model, s, InputShape(node), inputs[0], output),
            Operation.ChannelAffine a => Affine(a, inputs[0], output),
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

    private string Affine(Operation.ChannelAffine affine, string input, string output)
    {
        var channels = affine.Scale.Length;
        return model.Node("BatchNormalization", output,
            [
                input,
                model.Constant($"{output}.scale", [channels], affine.Scale),
                model.Constant($"{output}.shift", [channels], affine.Shift),
                model.Constant($"{output}.zero", [channels], new float[channels]),
                model.Constant($"{output}.one", [channels], [.. Enumerable.Repeat(1f, channels)]),
            ],
            OnnxAttribute.Float("epsilon", 0));
    }

    private List<string> WithBias(string name, bool hasBias, string input)
    {
        List<string> inputs = [input, Parameter(name, "weight")];
        if (hasBias) inputs.Add(Parameter(name, "bias"));
        return inputs;
    }

    private int[] InputShape(Node node) => shapes[node.Inputs[0]];

    private string Parameter(string layer, string part)
    {
        var tensor = parameters[$"{layer}.{part}"];
        return model.Constant($"{layer}.{part}", tensor.Shape, tensor.Data);
    }
}
