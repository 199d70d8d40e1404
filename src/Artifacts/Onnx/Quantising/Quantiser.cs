namespace Graft.Artifacts;

/// <summary>
/// Rewrites a model so that its layers work on 8 bits: activations without a sign, weights with one and a step for each output channel, biases in 32 bits,
/// as pairs of QuantizeLinear and DequantizeLinear that ONNX Runtime takes into the operations (U8S8; Jacob et al., 2018, https://arxiv.org/abs/1712.05877).
/// </summary>
internal sealed class Quantiser
{
    private const int MaxCode = sbyte.MaxValue;
    private const double LargestBias = 1 << 30; // so that a sum still fits into 32 bits

    private readonly OnnxModel _model;
    private readonly Quantisation _quantisation;
    private readonly QuantisedNodes _nodes;
    private readonly Dictionary<string, ActivationRange> _ranges;
    private readonly Dictionary<string, string> _same = []; // a bounded value, and the one that its codes stand for
    private readonly Dictionary<string, string> _decoded = [];
    private readonly HashSet<string> _made = []; // values that only exist as codes
    private readonly List<OnnxNode> _written = [];
    private readonly List<QuantisedLayer> _layers = [];

    public Quantiser(OnnxModel model, Quantisation quantisation)
    {
        (_model, _quantisation, _ranges) = (model, quantisation, new(quantisation.Ranges));
        RequireKept();
        _nodes = QuantisedNodes.Of(model, (layer, output) => quantisation.Kept.Any(kept => IsKept(kept, layer, output)));
    }

    /// <summary>Puts the nodes of 8 bits in place of the others.</summary>
    /// <exception cref="GraftException">No layer can be quantised, or an activation's range is not known.</exception>
    public void Rewrite()
    {
        HashSet<OnnxNode> taken = new(ReferenceEqualityComparer.Instance);
        foreach (var node in _model.Graph)
        {
            if (taken.Contains(node)) continue;
            if (!_nodes.Contains(node))
            {
                _written.Add(node with { Inputs = [.. node.Inputs.Select(input => Readable(NameOf(input)))] });
                continue;
            }
            if (_nodes.IsLayer(node)) WriteLayer(node);
            else
            {
                var sizes = QuantisedNodes.KeepsRange(node) ? 1 : node.Inputs.Count; // from here on the inputs are sizes, not maps
                _written.Add(node with { Inputs = [.. node.Inputs.Select((input, at) => at < sizes ? Decoded(NameOf(input)) : input)] });
            }
            if (_nodes.BoundAfter(node) is { } bound)
            {
                taken.Add(bound);
                _ranges[node.Output] = RangeOf(bound.Output);
                _same[bound.Output] = node.Output;
            }
            if (QuantisedNodes.KeepsRange(node)) _ranges[node.Output] = RangeOf(NameOf(node.Inputs[0]));
            _made.Add(node.Output);
            Decoded(node.Output);
        }
        if (_layers.Count == 0) throw NoLayer();
        var tested = _model.Form.HasLastLayer ? [] : WriteTest();
        _model.Replace(_written);
        _quantisation.Report?.Invoke(new(_layers, tested, Places()));
    }

    private QuantisedPlaces Places()
    {
        var bounded = _same.ToDictionary(pair => pair.Value, pair => pair.Key);
        return new(_made.ToHashSet(), _decoded.Keys.ToDictionary(name => bounded.GetValueOrDefault(name, name), RangeOf),
            _made.ToDictionary(name => bounded.GetValueOrDefault(name, name), RangeOf));
    }

    // What comes out of the last layers of 8 bits, each channel's mean: every layer goes into one of them, and no choice between nearly equal boxes follows.
    private List<TestedLayer> WriteTest()
    {
        List<TestedLayer> tested = [];
        List<string> means = [];
        foreach (var layer in _nodes.LastLayers().GroupBy(QuantisedNodes.NameOf))
        {
            var operation = layer.First();
            int[] axes = operation.Operation == "Conv" ? [0, 2, 3] : [0];
            string[] each = [.. layer.Select(node => Write("ReduceMean", $"{OnnxWriter.SelfTest}/{node.Output}", [_decoded[node.Output]],
                OnnxAttribute.Integers("axes", axes), OnnxAttribute.Integer("keepdims", 0)))];
            means.Add(each.Length == 1 ? each[0] : Write("Mean", $"{OnnxWriter.SelfTest}/{layer.Key}", each)); // one filter over the maps of several sizes
            tested.Add(new(layer.Key, _model.Find(operation.Inputs[1])!.Shape[0]));
        }
        Write("Concat", OnnxWriter.SelfTest, means, OnnxAttribute.Integer("axis", 0));
        _model.OpenOutput(OnnxWriter.SelfTest);
        return tested;
    }

    /// <summary>There is nothing to quantise.</summary>
    public static GraftException NoLayer() => new("No layer of this network can be quantised.", "Convolutions and matrix products before the last are.",
        $"Write it with {Flag.Of("--precision", Manifest.Half)} or {Flag.Of("--precision", Manifest.Single)}.");

    // A name with a slip of the pen would leave in 8 bits what the user wanted in 32.
    private void RequireKept()
    {
        List<(string Layer, string Output)> layers = [.. _model.Graph.Where(node => node.Operation is "Conv" or "Gemm" && node.Inputs[1].Contains('.'))
            .Select(node => (QuantisedNodes.NameOf(node), node.Output))];
        var unknown = _quantisation.Kept.Where(kept => !layers.Any(layer => IsKept(kept, layer.Layer, layer.Output))).ToList();
        if (unknown.Count == 0) return;
        var stages = layers.Select(layer => layer.Output.Split('/')[^2]).Distinct().ToList();
        throw new GraftException($"The network has no stage or layer {Words.And(unknown.Select(name => $"'{name}'"))}.",
            $"Its stages are {Words.List(stages, 20)}; its layers {Words.List([.. layers.Select(layer => layer.Layer).Distinct()])}.");
    }

    private static bool IsKept(string kept, string layer, string output) =>
        kept.Length > 0 && (output.Split('/').Contains(kept) || layer == kept || layer.StartsWith($"{kept}.", StringComparison.Ordinal));

    private string NameOf(string name) => _same.GetValueOrDefault(name, name);

    // 32 bits are read where they exist.
    private string Readable(string name) => _made.Contains(name) ? _decoded[name] : name;

    private ActivationRange RangeOf(string name) => _ranges.TryGetValue(name, out var range) ? range
        : throw new GraftException($"The range of '{name}' is not known.", "Every activation has one after the calibration.");

    // The value as it is after 8 bits.
    private string Decoded(string name)
    {
        if (_decoded.TryGetValue(name, out var known)) return known;
        var (step, zero) = RangeOf(name).Codes;
        string[] codes = [_model.Scalar($"{name}.codes.step", step), _model.Constant(new OnnxTensor($"{name}.codes.zero", [], new[] { zero }))];
        Write("QuantizeLinear", $"{name}.codes", [name, .. codes]);
        return _decoded[name] = Write("DequantizeLinear", $"{name}.decoded", [$"{name}.codes", .. codes]);
    }

    private string Write(string operation, string output, IReadOnlyList<string> inputs, params IReadOnlyList<OnnxAttribute> attributes)
    {
        _written.Add(new OnnxNode(operation, [output], inputs, attributes));
        return output;
    }

    private void WriteLayer(OnnxNode node)
    {
        var input = NameOf(node.Inputs[0]);
        var (name, step) = (node.Inputs[1], RangeOf(input).Codes.Step);
        var weight = _model.Find(name)!;
        var bias = node.Inputs.Count > 2 && node.Inputs[2].Length > 0 ? _model.Find(node.Inputs[2])!.Floats : null;
        var channels = weight.Shape[0];
        var steps = Steps(weight.Floats!, channels, bias, step);
        // A layer that reads several maps has the same codes, unless a bias needs other steps.
        var isShared = steps.AsSpan().SequenceEqual(Steps(weight.Floats!, channels, null, step));
        List<string> inputs = [Decoded(input), Weights($"{node.Output}.{name}", isShared ? name : $"{node.Output}.{name}", weight, steps)];
        if (bias is not null) inputs.Add(Bias($"{node.Output}.{node.Inputs[2]}", bias, [.. steps.Select(one => one * step)]));
        _written.Add(node with { Inputs = inputs });
        _layers.Add(new QuantisedLayer(QuantisedNodes.NameOf(node), Loss(weight.Floats!, steps) + RangeOf(input).Loss));
    }

    private static float[] Steps(float[] weights, int channels, float[]? bias, float step)
    {
        var each = weights.Length / channels;
        return [.. Enumerable.Range(0, channels).Select(channel =>
        {
            var largest = System.Numerics.Tensors.TensorPrimitives.MaxMagnitude(weights.AsSpan(channel * each, each));
            var forBias = bias is null ? 0 : Math.Abs(bias[channel]) / (step * LargestBias);
            return (float)Math.Max(Math.Max(Math.Abs(largest) / MaxCode, forBias), 1e-12);
        })];
    }

    private string Weights(string name, string stored, OnnxTensor weight, float[] steps)
    {
        var values = weight.Floats!;
        var each = values.Length / steps.Length;
        var codes = new sbyte[values.Length];
        for (var at = 0; at < codes.Length; at++) codes[at] = Code(values[at], steps[at / each]);
        var zero = new OnnxTensor($"{stored}.zero", [steps.Length], new sbyte[steps.Length]);
        return Constant(name, stored, new OnnxTensor($"{stored}.codes", weight.Shape, codes), steps, zero);
    }

    private string Bias(string name, float[] bias, float[] steps) => Constant(name, name,
        new OnnxTensor($"{name}.codes", [bias.Length], [.. bias.Select((value, channel) => (int)Math.Round((double)value / steps[channel]))]),
        steps, new OnnxTensor($"{name}.zero", [bias.Length], new int[bias.Length]));

    private string Constant(string name, string stored, OnnxTensor codes, float[] steps, OnnxTensor zero) => Write("DequantizeLinear", $"{name}.decoded",
        [_model.Constant(codes), _model.Constant(new OnnxTensor($"{stored}.step", [steps.Length], steps)), _model.Constant(zero)],
        OnnxAttribute.Integer("axis", 0));

    private static sbyte Code(float value, float step) => (sbyte)Math.Clamp(MathF.Round(value / step), -MaxCode, MaxCode);

    private static double Loss(float[] weights, float[] steps)
    {
        var each = weights.Length / steps.Length;
        var sum = 0.0;
        for (var channel = 0; channel < steps.Length; channel++)
        {
            var (error, energy) = (0.0, 0.0);
            foreach (var value in weights.AsSpan(channel * each, each))
            {
                var lost = value - Code(value, steps[channel]) * steps[channel];
                (error, energy) = (error + lost * lost, energy + value * value);
            }
            if (energy > 0) sum += error / energy;
        }
        return sum / steps.Length;
    }
}
