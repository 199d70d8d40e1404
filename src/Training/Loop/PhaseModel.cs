using Graft.Imaging;
using Graft.Networks;
using TorchSharp;

namespace Graft.Training;

/// <summary>The network as one phase sees it: a frozen prefix that runs apart, and the trained rest under autograd.</summary>
internal sealed class PhaseModel : IDisposable
{
    private readonly Dictionary<string, FrozenPrefix> _prefixes = [];
    private torch.Generator? _random;

    public PhaseModel(TrainingJob job, Phase phase, ParameterSet parameters, TorchGraphOptions options)
    {
        var graph = job.Graph.FittedTo(job.Preprocess.Height, job.Preprocess.Width);
        // Images of changing sizes run through the whole graph, and so do all where several values cross: frozen stages then have no gradients,
        // but are computed in every epoch.
        var (prefix, suffix) = job.Train is not ISizedImages && graph.CanSplitBefore(phase.TrainFrom) ? graph.SplitBefore(phase.TrainFrom) : (null, graph);
        HasPrefix = prefix is not null;
        prefix = prefix?.WithoutAuxiliary();
        Trained = new TorchGraph(suffix, parameters, options with
        {
            Quantisation = prefix is null ? job.Quantisation
            : job.Quantisation?.From(graph.Nodes.First(node => node.Stage == phase.TrainFrom).Index, prefix.Output)
        });
        Trained.TrainFrom(phase.TrainFrom, FixesStatistics(job), job.FreshLayers);
        Heads = [.. job.Heads.Select(head => new TorchGraph(head, parameters, options))];
        foreach (var head in Heads) head.TrainFrom(head.Graph.Stages[0].Name, FixesStatistics(job), job.FreshLayers);
        var slices = RankSlices.Of(job, Moving.Count > 0);
        Train = Feed(job.Train, job.Preprocess);
        if (job.Validation is { Count: > 0 } validation) Validation = Feed(validation, job.ValidationPreprocess ?? job.Preprocess);
        IsStochastic = suffix.Nodes.Any(node => node.Operation is Operation.Dropout or Operation.StochasticDepth);

        ImageFeed Feed(IImageSource source, Preprocess preprocess)
        {
            if (prefix is null) return new ImageFeed(job, source, preprocess, null, slices);
            if (!_prefixes.TryGetValue(preprocess.Hash, out var frozen))
                _prefixes[preprocess.Hash] = frozen = new FrozenPrefix(job, prefix, parameters, preprocess, options);
            return new ImageFeed(job, source, preprocess, frozen, slices);
        }
    }

    /// <summary>The trained part.</summary>
    public TorchGraph Trained { get; }

    /// <summary>What the task runs on parts of the outputs.</summary>
    public IReadOnlyList<TorchGraph> Heads { get; }

    /// <summary>Every parameter with a gradient.</summary>
    public IReadOnlyList<TrainableTensor> Trainable => [.. Trained.Trainable, .. Heads.SelectMany(head => head.Trainable)];

    /// <summary>Running statistics that the batches of training move.</summary>
    public IReadOnlyList<TrainableTensor> Moving => [.. Trained.MovingStatistics, .. Heads.SelectMany(head => head.MovingStatistics)];

    /// <summary>Everything that a moving average is taken of: running statistics belong to the weights they were gathered with.</summary>
    public IReadOnlyList<TrainableTensor> Averaged => [.. Trainable, .. Moving];

    /// <summary>The training images.</summary>
    public ImageFeed Train { get; }

    /// <summary>The validation images, if there are any.</summary>
    public ImageFeed? Validation { get; }

    /// <summary>Whether the trained part draws random numbers.</summary>
    public bool IsStochastic { get; }

    /// <summary>Whether there is a frozen part.</summary>
    public bool HasPrefix { get; }

    /// <summary>What is told in a backward pass that gradients are complete; null for nothing.</summary>
    public GradientSum? StageCompleted { set => Trained.StageCompleted = value is null ? null : value.Completed; }

    /// <summary>Sums over ranks what norms that use the batch are to know of it; null for each rank's own.</summary>
    public Action<float[]>? NormSum
    {
        set
        {
            foreach (var graph in Heads.Prepend(Trained)) graph.NormSum = value;
        }
    }

    /// <summary>What of the batch is computed here.</summary>
    public BatchSlice Slice
    {
        set
        {
            foreach (var head in Heads) head.IsGuest = value.IsGuest;
            (Trained.Slice, Trained.IsGuest) = (value, value.IsGuest);
        }
    }

    /// <summary>Begins a batch's random numbers, which no other training in the process draws from.</summary>
    /// <param name="seed">Of the batch.</param>
    public void Seed(long seed)
    {
        if (_random is null)
        {
            _random = new torch.Generator();
            foreach (var graph in Heads.Prepend(Trained)) graph.Random = _random;
        }
        _random.manual_seed(seed);
    }

    /// <summary>Runs the trained part.</summary>
    public TorchOutput Forward(torch.Tensor input, bool isTraining) => Trained.Forward(input, isTraining) with { Heads = Heads };

    /// <summary>Writes the current values into a set.</summary>
    public void CopyTo(ParameterSet parameters)
    {
        Trained.CopyTo(parameters);
        foreach (var head in Heads) head.CopyTo(parameters);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var head in Heads) head.Dispose();
        foreach (var prefix in _prefixes.Values) prefix.Dispose();
        Trained.Dispose();
        _random?.Dispose();
    }

    /// <summary>Whether norms of trained stages keep their statistics.</summary>
    public static bool FixesStatistics(TrainingJob job) => job.Quantisation is not null || job.Options.NormStatistics switch
    {
        NormStatistics.Fixed => true,
        NormStatistics.Moving => false,
        _ => job.IsPretrained && (job.Train.Count < 2000 || job.Options.BatchSize < 16),
    };
}
