using Graft.Networks;
using TorchSharp;

namespace Graft.Training;

/// <summary>The network as one phase sees it: a frozen prefix that runs apart, and the trained rest under autograd.</summary>
internal sealed class PhaseModel : IDisposable
{
    private readonly TrainingJob _job;
    private readonly FrozenPrefix? _prefix;
    private readonly PixelNormaliser _normaliser;
    private readonly Dictionary<IPictureSource, FeatureMemory> _memories = [];

    public PhaseModel(TrainingJob job, Phase phase, ParameterSet parameters, TorchGraphOptions options)
    {
        _job = job;
        _normaliser = new PixelNormaliser(job.Preprocess);
        var graph = job.Graph.FittedTo(job.Preprocess.Height, job.Preprocess.Width);
        var (prefix, suffix) = graph.SplitBefore(phase.TrainFrom);
        if (prefix is not null) _prefix = new FrozenPrefix(job, prefix.WithoutAuxiliary(), parameters, options);
        Trained = new TorchGraph(suffix, parameters, options);
        Trained.TrainFrom(phase.TrainFrom, FixesStatistics(job));
        HasChance = suffix.Nodes.Any(node => node.Operation is Operation.Dropout or Operation.StochasticDepth);
    }

    /// <summary>The trained part.</summary>
    public TorchGraph Trained { get; }

    /// <summary>Whether the trained part draws random numbers.</summary>
    public bool HasChance { get; }

    /// <summary>Whether there is a frozen part.</summary>
    public bool HasPrefix => _prefix is not null;

    /// <summary>Bytes of a picture.</summary>
    public int PixelLength => _job.Preprocess.Width * _job.Preprocess.Height * 3;

    /// <summary>An empty batch.</summary>
    public Batch NewBatch(int capacity) => new(capacity, PixelLength, _prefix?.Length ?? PixelLength);

    /// <summary>Fills one position of a batch; runs on loading threads.</summary>
    public void Load(IPictureSource source, int epoch, Batch batch, int position)
    {
        var index = batch.Indices[position];
        batch.IsReady[position] = _prefix is not null && MemoryOf(source).TryRead(index, batch.InputOf(position));
        if (batch.IsReady[position]) return;
        source.Load(index, epoch, batch.PixelsOf(position));
        if (_prefix is not null) return;
        _normaliser.Apply(batch.PixelsOf(position), batch.InputOf(position));
        batch.IsReady[position] = true;
    }

    /// <summary>Runs the frozen part where its output is not known; the batch is then what <see cref="Input"/> needs.</summary>
    public void Complete(IPictureSource source, Batch batch) => _prefix?.Complete(batch, MemoryOf(source));

    /// <summary>
    /// Runs the frozen part over a source in its own order. Rounding depends on which pictures share a batch, so this, and
    /// not the first epoch's order, is what makes a resumed run equal to an uninterrupted one.
    /// </summary>
    /// <param name="source">The pictures.</param>
    /// <param name="batchSize">Pictures per batch.</param>
    /// <param name="workers">Loading threads.</param>
    /// <param name="progress">Gets the number of pictures done; answers whether to go on.</param>
    public void Prepare(IPictureSource source, int batchSize, int workers, Func<int, bool> progress)
    {
        if (_prefix is null || !MemoryOf(source).Keeps) return;
        int[] order = [.. Enumerable.Range(0, source.Count)];
        using var loader = new BatchLoader(order, batchSize, () => NewBatch(batchSize), (batch, position) => Load(source, 0, batch, position), workers);
        var done = 0;
        foreach (var batch in loader.Batches())
        {
            Complete(source, batch);
            done += batch.Count;
            if (!progress(done) || MemoryOf(source).IsFull) return;
        }
    }

    /// <summary>The batch as a tensor.</summary>
    public torch.Tensor Input(Batch batch) => _prefix is null
        ? Pictures.From(batch.Inputs, batch.Count, _job.Preprocess.Height, _job.Preprocess.Width)
        : Pictures.Features(batch.Inputs, batch.Count, _prefix.OutputShape);

    /// <inheritdoc/>
    public void Dispose()
    {
        _prefix?.Dispose();
        Trained.Dispose();
    }

    private FeatureMemory MemoryOf(IPictureSource source)
    {
        lock (_memories)
        {
            if (!_memories.TryGetValue(source, out var memory))
                _memories[source] = memory = _prefix!.MemoryFor(source, _job.Features, _job.Options.FeatureMemory);
            return memory;
        }
    }

    private static bool FixesStatistics(TrainingJob job) => job.Options.NormStatistics switch
    {
        NormStatistics.Fixed => true,
        NormStatistics.Moving => false,
        _ => job.IsPretrained && (job.Train.Count < 2000 || job.Options.BatchSize < 16),
    };
}
