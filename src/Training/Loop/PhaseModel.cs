using Graft.Imaging;
using Graft.Networks;

namespace Graft.Training;

/// <summary>The network as one phase sees it: a frozen prefix that runs apart, and the trained rest under autograd.</summary>
internal sealed class PhaseModel : IDisposable
{
    private readonly Dictionary<string, FrozenPrefix> _prefixes = [];

    public PhaseModel(TrainingJob job, Phase phase, ParameterSet parameters, TorchGraphOptions options)
    {
        var graph = job.Graph.FittedTo(job.Preprocess.Height, job.Preprocess.Width);
        var (prefix, suffix) = graph.SplitBefore(phase.TrainFrom);
        HasPrefix = prefix is not null;
        prefix = prefix?.WithoutAuxiliary();
        Train = Feed(job.Train, job.Preprocess);
        if (job.Validation is { Count: > 0 } validation) Validation = Feed(validation, job.ValidationPreprocess ?? job.Preprocess);
        Trained = new TorchGraph(suffix, parameters, options);
        Trained.TrainFrom(phase.TrainFrom, FixesStatistics(job));
        HasChance = suffix.Nodes.Any(node => node.Operation is Operation.Dropout);

        PictureFeed Feed(IPictureSource source, Preprocess preprocess)
        {
            if (prefix is null) return new PictureFeed(job, source, preprocess, null);
            if (!_prefixes.TryGetValue(preprocess.Hash, out var frozen))
                _prefixes[preprocess.Hash] = frozen = new FrozenPrefix(job, prefix, parameters, preprocess, options);
            return new PictureFeed(job, source, preprocess, frozen);
        }
    }

    /// <summary>The trained part.</summary>
    public TorchGraph Trained { get; }

    /// <summary>The training pictures.</summary>
    public PictureFeed Train { get; }

    /// <summary>The validation pictures, if there are any.</summary>
    public PictureFeed? Validation { get; }

    /// <summary>Whether the trained part draws random numbers.</summary>
    public bool HasChance { get; }

    /// <summary>Whether there is a frozen part.</summary>
    public bool HasPrefix { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var prefix in _prefixes.Values) prefix.Dispose();
        Trained.Dispose();
    }

    private static bool FixesStatistics(TrainingJob job) => job.Options.NormStatistics switch
    {
        NormStatistics.Fixed => true,
        NormStatistics.Moving => false,
        _ => job.IsPretrained && (job.Train.Count < 2000 || job.Options.BatchSize < 16),
    };
}
