using Graft.Networks;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>One run over the nodes of a <see cref="TorchGraph"/>: the switch over all operations.</summary>
internal sealed class ForwardPass
{
    private readonly TorchGraph _model;
    private readonly GraphPlan _plan;
    private readonly bool _isTraining;
    private readonly torch.Tensor?[] _values;
    private readonly bool[] _isView;
    private (long Height, long Width)? _patches; // of the map that a row of tokens was

    public ForwardPass(TorchGraph model, GraphPlan plan, bool isTraining)
    {
        (_model, _plan, _isTraining) = (model, plan, isTraining);
        _values = new torch.Tensor?[model.Graph.Nodes.Count];
        _isView = new bool[model.Graph.Nodes.Count];
    }

    public TorchOutput Run(torch.Tensor input)
    {
        var graph = _model.Graph;
        _values[0] = Rounded(graph.Nodes[0], Entering(input));
        foreach (var node in graph.Nodes.Skip(1))
        {
            if (_plan.IsAside[node.Index] && !(_isTraining && _plan.IsAuxiliary[node.Index])) continue;
            if (_isTraining && _model.StageCompleted is { } completed) Mark(node, completed);
            _values[node.Index] = Rounded(node, Apply(node));
            foreach (var index in _plan.Released[node.Index]) Release(index, node.Index);
        }
        var auxiliary = _isTraining && graph.Auxiliary is { } index2 ? Leaving(_values[index2]!) : null;
        return new TorchOutput([.. graph.Outputs.Select(output => Leaving(_values[output.Node]!))], auxiliary);
    }

    // Where a stage begins: what enters it is a view from here on, which nobody overwrites.
    private void Mark(Node node, Action<string> completed)
    {
        var entrance = node.Inputs[0];
        if (node.Stage == _model.Graph.Nodes[node.Index - 1].Stage || !_model.IsTrained(node) || _values[entrance] is not { requires_grad: true } value) return;
        _values[entrance] = StageMark.On(value, () => completed(node.Stage));
        _isView[entrance] = true;
    }

    // Values are given back as soon as nobody reads them; autograd keeps what it needs itself.
    private void Release(int index, int reader)
    {
        var value = _values[index];
        _values[index] = null;
        if (index > 0 && !ReferenceEquals(value, _values[reader])) value?.Dispose();
    }

    private torch.Tensor Entering(torch.Tensor input)
    {
        var options = _model.Options;
        if (options.Precision == Precision.Bfloat16) input = input.to_type(torch.ScalarType.BFloat16);
        else if (input.dtype != options.ParameterType) input = input.to_type(options.ParameterType);
        if (input.dim() != 4) return input;
        return options.Layout == MemoryLayout.ChannelsLast ? HostTensors.ChannelsLast(input) : input.contiguous();
    }

    private torch.Tensor Leaving(torch.Tensor value) =>
        value.dtype == torch.ScalarType.BFloat16 ? value.to_type(torch.ScalarType.Float32) : value;

    // What exists in 8 bits only is rounded where it is made, the rest where nodes of 8 bits read it.
    private torch.Tensor Rounded(Node node, torch.Tensor value)
    {
        if (_model.Options.Quantisation?.Nodes[node.Index].Made is not { } range) return value;
        _isView[node.Index] = false;
        return FakeQuantisation.Activation(value, range);
    }

    private torch.Tensor Read(Node node, int at)
    {
        var value = _values[node.Inputs[at]]!;
        return IsQuantised(node) && _model.Options.Quantisation!.Nodes[node.Inputs[at]].Read is { } range ? FakeQuantisation.Activation(value, range) : value;
    }

    // Dropout hands the codes of others on.
    private double StepRead(Node node)
    {
        var nodes = _model.Options.Quantisation!.Nodes;
        var from = node.Inputs[0];
        while (nodes[from] is { Made: null, Read: null }) from = _model.Graph.Nodes[from].Inputs[0];
        return (nodes[from].Made ?? nodes[from].Read)!.Value.Codes.Step;
    }

    private bool IsQuantised(Node node) => _model.Options.Quantisation?.Nodes[node.Index].IsQuantised == true;

    private torch.Tensor Apply(Node node)
    {
        var x = Read(node, 0);
        return node.Operation switch
        {
            Operation.Convolution c => Convolve(node, c, x),
            Operation.TransposedConvolution t => functional.conv_transpose2d(x, Cast(_model.Parameter(t.Name, "weight"), x),
                Cast(_model.Parameter(t.Name, "bias"), x), strides: [t.Stride, t.Stride]),
            Operation.BatchNorm when IsFolded(node) => Unchanged(node, x),
            Operation.BatchNorm b when _model.NormSum is { } sum && _model.UsesBatchStatistics(node, _isTraining) => RankNorm.Apply(b, x, _model, sum),
            Operation.BatchNorm b => functional.batch_norm(x, _model.Parameter(b.Name, "running_mean"), _model.Parameter(b.Name, "running_var"),
                _model.Parameter(b.Name, "weight"), _model.Parameter(b.Name, "bias"), _model.UsesBatchStatistics(node, _isTraining), b.Momentum, b.Epsilon),
            Operation.GroupNorm g => functional.group_norm(x, g.Groups, Cast(_model.Parameter(g.Name, "weight"), x),
                Cast(_model.Parameter(g.Name, "bias"), x), g.Epsilon),
            Operation.Activate a => Activations.Apply(a.Function, x, _plan.InPlace[node.Index], _isView[node.Inputs[0]]),
            Operation.MaxPool p => Pooling.Largest(x, p),
            Operation.AveragePool p => Pooling.Mean(x, p),
            Operation.AdaptiveAveragePool { Height: 1, Width: 1 } => x.mean([2, 3], keepdim: true),
            Operation.AdaptiveAveragePool p => functional.adaptive_avg_pool2d(x, [p.Height, p.Width]),
            Operation.Flatten => x.flatten(1),
            Operation.Linear l => Product(node, l, x),
            Operation.UnitLength => functional.normalize(x, 2, 1, 1e-12),
            Operation.Add => x.Plus(Read(node, 1)),
            Operation.Concatenate => torch.cat([.. node.Inputs.Select((_, at) => Read(node, at))], 1),
            Operation.Resize r => Resizing.Apply(x, _values[node.Inputs[1]]!, r.Mode),
            Operation.Dropout d => _isTraining ? ChannelOperations.Dropout(x, d.Rate, _model) : x,
            Operation.StochasticDepth d => _isTraining && _model.IsTrained(node) ? ChannelOperations.DropPath(x, d.Rate, _model) : x,
            Operation.Multiply => x.mul(Read(node, 1)),
            Operation.ChannelSlice s => x.narrow(1, s.Start, s.Count),
            Operation.ChannelShuffle s => ChannelOperations.Shuffle(x, s.Groups),
            Operation.ZeroPad p => functional.pad(x, [0, p.Columns, 0, p.Rows, 0, p.Channels]),
            Operation.LayerNorm n => TokenOperations.Normalise(n, x, _model),
            Operation.PixelLinear l => TokenOperations.Linear(l.Name, l.HasBias, x, _model),
            Operation.LayerScale s => x.mul(Cast(_model.Parameter(s.Name, "layer_scale"), x)),
            Operation.TokenEmbedding t => Embed(t, x),
            Operation.PatchMap => TokenOperations.Map(x, _patches),
            Operation.FirstToken => x.select(3, 0).flatten(1),
            Operation.SelfAttention a => Attention.Among(a, x, _model),
            Operation.WindowAttention a => Attention.Within(a, x, _model),
            Operation.SpaceToDepth => TokenOperations.Fold(x),
            Operation.ChannelAffine a => x.mul(PerChannel(a.Scale, x)).Plus(PerChannel(a.Shift, x)),
            _ => throw new InvalidOperationException($"Node {node.Index} ({node.Operation}) cannot be run."),
        };
    }

    private bool IsFolded(Node norm) => _model.Options.FoldFixedNorms && !_model.UsesBatchStatistics(norm, _isTraining)
        && _plan.NormAfter.ContainsKey(norm.Inputs[0]) && _model.Options.Quantisation?.Nodes[norm.Index].IsFolded != false;

    private torch.Tensor Convolve(Node node, Operation.Convolution c, torch.Tensor x)
    {
        var weight = _model.Parameter(c.Name, "weight");
        var bias = c.HasBias ? _model.Parameter(c.Name, "bias") : null;
        if (_plan.NormAfter.TryGetValue(node.Index, out var norm) && IsFolded(norm))
            (weight, bias) = NormFolding.Fold(_model, (Operation.BatchNorm)norm.Operation, weight, bias);
        if (IsQuantised(node)) (weight, bias) = FakeQuantisation.Layer(weight, bias, StepRead(node));
        _isView[node.Index] = Convolution.GivesView(c, _model.Options);
        return Convolution.Apply(c, x, Cast(weight, x), bias is null ? null : Cast(bias, x), _model.Options);
    }

    private torch.Tensor Unchanged(Node node, torch.Tensor x)
    {
        _isView[node.Index] = _isView[node.Inputs[0]];
        return x;
    }

    private torch.Tensor Product(Node node, Operation.Linear l, torch.Tensor x)
    {
        // The last layers run in float32: they cost nothing, and logits in bfloat16 have two digits.
        var weight = _model.Parameter(l.Name, "weight");
        var bias = l.HasBias ? _model.Parameter(l.Name, "bias") : null;
        if (IsQuantised(node)) (weight, bias) = FakeQuantisation.Layer(weight, bias, StepRead(node));
        return functional.linear(Cast(x, weight), weight, bias);
    }

    private torch.Tensor Embed(Operation.TokenEmbedding embedding, torch.Tensor x)
    {
        _patches = (x.size(2), x.size(3));
        return TokenOperations.Embed(embedding, x, _model);
    }

    internal static torch.Tensor Cast(torch.Tensor tensor, torch.Tensor like) => tensor.dtype == like.dtype ? tensor : tensor.to_type(like.dtype);

    private static torch.Tensor PerChannel(float[] values, torch.Tensor like) => Cast(HostTensors.From(values, 1, values.Length, 1, 1), like);
}
