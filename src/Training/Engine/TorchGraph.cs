using Graft.Networks;
using TorchSharp;

namespace Graft.Training;

/// <summary>
/// A <see cref="Graph"/> on TorchSharp with parameters of its own. Every stage is frozen until <see cref="TrainFrom"/> says
/// otherwise: no gradient, and batch norms use their running statistics and keep them. Not thread-safe. Call
/// <see cref="Forward"/> inside a dispose scope.
/// </summary>
internal sealed class TorchGraph : IDisposable
{
    private readonly Dictionary<string, torch.Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _batchCounts = new(StringComparer.Ordinal);
    private readonly Dictionary<WindowPlan, float[]?> _masks = [];
    private readonly GraphPlan _plan;
    private readonly HashSet<string> _trained = new(StringComparer.Ordinal);
    private bool _fixStatistics;
    private IReadOnlySet<string> _moving = new HashSet<string>();

    /// <summary>Copies the parameters into torch.</summary>
    /// <exception cref="GraftException">A parameter is missing or has another shape; all of them are named.</exception>
    public TorchGraph(Graph graph, ParameterSet parameters, TorchGraphOptions? options = null)
    {
        _ = EngineSetup.Info;
        parameters.Require(graph);
        Graph = graph;
        Options = options ?? new TorchGraphOptions();
        _plan = new GraphPlan(graph);
        foreach (var spec in graph.Parameters)
        {
            if (spec.Role == ParameterRole.BatchCount) _batchCounts[spec.Name] = (long)parameters[spec.Name].Data[0];
            else _tensors[spec.Name] = HostTensors.ToTorch(parameters[spec.Name], Options.Layout, Options.ParameterType);
        }
    }

    /// <summary>The network.</summary>
    public Graph Graph { get; }

    /// <summary>How it computes.</summary>
    public TorchGraphOptions Options { get; }

    /// <summary>Parameters with a gradient, in the graph's order.</summary>
    public IReadOnlyList<TrainableTensor> Trainable =>
        [.. Graph.Parameters.Where(spec => spec.IsTrainable && _trained.Contains(spec.Stage)).Select(spec => new TrainableTensor(spec, _tensors[spec.Name]))];

    /// <summary>Running statistics that move with the batches of training, in the graph's order.</summary>
    internal IReadOnlyList<TrainableTensor> MovingStatistics
    {
        get
        {
            var moving = Graph.Nodes.Where(node => node.Operation is Operation.BatchNorm && UsesBatchStatistics(node, isTraining: true))
                .Select(node => ((Operation.BatchNorm)node.Operation).Name).ToHashSet(StringComparer.Ordinal);
            return [.. Graph.Parameters.Where(spec => spec.Role is ParameterRole.RunningMean or ParameterRole.RunningVariance
                && moving.Contains(spec.Name[..spec.Name.LastIndexOf('.')]))
                .Select(spec => new TrainableTensor(spec, _tensors[spec.Name]))];
        }
    }

    /// <summary>
    /// What dropout and stochastic depth draw from; null for torch's own generator, which all trainings of a process share, so that two at a time would
    /// not repeat.
    /// </summary>
    public torch.Generator? Random { get; set; }

    /// <summary>Which images of a batch the input is, where numbers are drawn for all of it; null where it is no batch of images.</summary>
    internal BatchSlice? Slice { get; set; }

    /// <summary>Sums the values over all ranks, for norms that use the batch; null where they use what is computed here.</summary>
    internal Action<float[]>? NormSum { get; set; }

    /// <summary>Whether the input is only there because the other ranks' norms wait for this one, and does not count.</summary>
    internal bool IsGuest { get; set; }

    /// <summary>Hears in the backward pass that the gradients of a trained stage and of all after it are complete; null for nobody.</summary>
    internal Action<string>? StageCompleted { get; set; }

    /// <summary>Trains this stage and all after it, freezes those before it; null freezes everything.</summary>
    /// <param name="stage">Name of the first trained stage.</param>
    /// <param name="fixStatistics">Batch norms of trained stages learn scale and shift, but keep their running statistics too.</param>
    /// <param name="moving">Norms of trained stages that use the batch all the same: their layers are fresh.</param>
    /// <exception cref="GraftException">There is no such stage.</exception>
    public void TrainFrom(string? stage, bool fixStatistics, IReadOnlySet<string>? moving = null)
    {
        _trained.Clear();
        _fixStatistics = fixStatistics;
        _moving = moving ?? new HashSet<string>();
        if (stage is not null)
            _trained.UnionWith(Graph.Stages.SkipWhile(candidate => candidate != Graph.StageNamed(stage)).Select(candidate => candidate.Name));
        foreach (var spec in Graph.Parameters.Where(spec => spec.IsTrainable))
        {
            var tensor = _tensors[spec.Name];
            tensor.requires_grad = _trained.Contains(spec.Stage);
            tensor.grad = null;
        }
    }

    /// <summary>Runs the network.</summary>
    /// <param name="input">N x C x H x W normalised images, or what the graph's input is; not changed, not disposed.</param>
    /// <param name="isTraining">Dropout, moving statistics of trained stages and the auxiliary classifier; otherwise none of them.</param>
    public TorchOutput Forward(torch.Tensor input, bool isTraining)
    {
        var pass = new ForwardPass(this, _plan, isTraining);
        var output = pass.Run(input);
        if (isTraining)
            foreach (var node in Graph.Nodes)
                if (node.Operation is Operation.BatchNorm norm && UsesBatchStatistics(node, isTraining)) _batchCounts[$"{norm.Name}.num_batches_tracked"]++;
        return output;
    }

    /// <summary>Writes the current values into a set.</summary>
    public void CopyTo(ParameterSet parameters)
    {
        foreach (var spec in Graph.Parameters)
            parameters.Set(spec.Name, spec.Role == ParameterRole.BatchCount
                ? new HostTensor([], [_batchCounts[spec.Name]])
                : HostTensors.ToHost(_tensors[spec.Name]));
    }

    /// <summary>Takes values from a set; layouts, freezing and optimizers stay.</summary>
    /// <exception cref="GraftException">A parameter is missing or has another shape.</exception>
    public void Load(ParameterSet parameters)
    {
        parameters.Require(Graph);
        foreach (var spec in Graph.Parameters)
            if (spec.Role == ParameterRole.BatchCount) _batchCounts[spec.Name] = (long)parameters[spec.Name].Data[0];
            else HostTensors.Fill(_tensors[spec.Name], parameters[spec.Name]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values) tensor.Dispose();
        _tensors.Clear();
    }

    internal torch.Tensor Parameter(string layer, string part) => Parameter($"{layer}.{part}");

    internal torch.Tensor Parameter(string name) => _tensors[name];

    /// <summary>The mask of a plan, computed once.</summary>
    internal float[]? MaskOf(WindowPlan plan) => _masks.TryGetValue(plan, out var mask) ? mask : _masks[plan] = plan.Mask();

    internal bool IsTrained(Node node) => _trained.Contains(node.Stage);

    internal bool UsesBatchStatistics(Node norm, bool isTraining) => isTraining && IsTrained(norm)
        && (!_fixStatistics || _moving.Contains(((Operation.BatchNorm)norm.Operation).Name));
}

/// <summary>A parameter with a gradient.</summary>
/// <param name="Spec">Its name, role and stage.</param>
/// <param name="Value">The tensor; a leaf of the autograd graph.</param>
internal sealed record TrainableTensor(ParameterSpec Spec, torch.Tensor Value);
