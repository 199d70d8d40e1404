using System.Runtime.InteropServices;
using Graft.Imaging;
using TorchSharp;

namespace Graft.Training;

/// <summary>One source of images on its way into a phase's trained part: loaded, normalised or sent through the frozen prefix.</summary>
internal sealed class ImageFeed
{
    private readonly int _batchSize;
    private readonly Preprocess _preprocess;
    private readonly FrozenPrefix? _prefix;
    private readonly FeatureMemory? _memory;
    private readonly PixelNormaliser _normaliser;
    private readonly RankSlices _slices;

    /// <param name="job">The job.</param>
    /// <param name="source">Its training or validation images.</param>
    /// <param name="preprocess">Their size and normalisation.</param>
    /// <param name="prefix">The frozen part; null where everything is trained.</param>
    /// <param name="slices">What of the batches of an epoch this rank takes.</param>
    public ImageFeed(TrainingJob job, IImageSource source, Preprocess preprocess, FrozenPrefix? prefix, RankSlices slices)
    {
        _slices = slices;
        (Source, _preprocess, _prefix, _batchSize) = (source, preprocess, prefix, job.Options.BatchSize);
        _normaliser = new PixelNormaliser(preprocess);
        _memory = prefix?.MemoryFor(source, job.Features, job.Options.FeatureMemory);
    }

    /// <summary>The images.</summary>
    public IImageSource Source { get; }

    /// <summary>Batches in an order, loaded ahead on other threads. A batch is valid until the next is asked for.</summary>
    public IEnumerable<Batch> Batches(ReadOnlyMemory<int> order, int epoch, int workers) => Batches(order, epoch, workers, RankSlices.All);

    /// <summary>As <see cref="Batches(ReadOnlyMemory{int}, int, int)"/>, this rank's images of each.</summary>
    public IEnumerable<Batch> OwnBatches(ReadOnlyMemory<int> order, int epoch, int workers) => Batches(order, epoch, workers, _slices);

    private IEnumerable<Batch> Batches(ReadOnlyMemory<int> order, int epoch, int workers, RankSlices slices)
    {
        using var loader = new BatchLoader(order, _batchSize, () => NewBatch(slices), (batch, position) => Load(epoch, batch, position), workers,
            batch => Begin(epoch, batch), slices);
        foreach (var batch in loader.Batches()) yield return batch;
    }

    /// <summary>Runs the frozen part where its output is not known; the batch is then what <see cref="Input"/> needs.</summary>
    public void Complete(Batch batch) => _prefix?.Complete(batch, _memory!);

    /// <summary>
    /// Runs the frozen part over the source in its own order. Rounding depends on which images share a batch, so this, and
    /// not the first epoch's order, is what makes a resumed run equal to an uninterrupted one. Ranks take turns at the batches, and give each other what
    /// they have computed.
    /// </summary>
    /// <param name="workers">Loading threads.</param>
    /// <param name="ranks">The ranks.</param>
    /// <param name="progress">Gets the number of images done; answers whether to go on.</param>
    public void Prepare(int workers, ICollective ranks, Func<int, bool> progress)
    {
        if (_prefix is null || !_memory!.Keeps) return;
        var count = EpochOrder.BatchesOf(Source.Count, _batchSize);
        int[] own = [.. Enumerable.Range(0, count).Where(number => number % ranks.Size == ranks.Rank).SelectMany(BatchOf)];
        using var batches = Batches(own, epoch: 0, workers).GetEnumerator();
        for (var first = 0; first < count; first += ranks.Size)
        {
            var batch = batches.MoveNext() ? batches.Current : null;
            if (batch is not null) Complete(batch);
            if (ranks.Size > 1) Exchange(ranks, batch, first);
            if (ranks.Any(!progress(BatchOf(Math.Min(count, first + ranks.Size) - 1)[^1] + 1) || _memory.IsFull)) break;
        }
        _memory.Flush();

        // The images of a batch; a single one is the last batch's.
        int[] BatchOf(int number) =>
            [.. Enumerable.Range(number * _batchSize, number == count - 1 ? Source.Count - number * _batchSize : _batchSize)];
    }

    private void Exchange(ICollective ranks, Batch? own, int first)
    {
        var given = own is null ? default : own.Inputs.AsSpan(0, own.Count * own.InputLength);
        foreach (var (rank, data) in ranks.Gather(MemoryMarshal.AsBytes(given)).Index())
        {
            if (rank == ranks.Rank) continue;
            var features = MemoryMarshal.Cast<byte, float>(data);
            for (var at = 0; at < features.Length / _prefix!.Length; at++)
                _memory!.Write((first + rank) * _batchSize + at, features.Slice(at * _prefix.Length, _prefix.Length));
        }
    }

    /// <summary>The batch as a tensor.</summary>
    public torch.Tensor Input(Batch batch) => _prefix is null
        ? Images.From(batch.Inputs, batch.Count, batch.Size.Height, batch.Size.Width)
        : Images.Features(batch.Inputs, batch.Count, _prefix.OutputShape);

    private Batch NewBatch(RankSlices slices)
    {
        var pixels = _preprocess.Width * _preprocess.Height * 3;
        return new Batch(slices.Largest(_batchSize), pixels, _prefix?.Length ?? pixels, holdsImages: _prefix is null, EpochOrder.LargestBatch(_batchSize));
    }

    private void Begin(int epoch, Batch batch)
    {
        var size = Source is ISizedImages sized ? sized.SizeOf(batch.Whole.AsSpan(0, batch.Slice.Whole), epoch) : (_preprocess.Height, _preprocess.Width);
        if (size.Item1 * size.Item2 > _preprocess.Height * _preprocess.Width)
            throw new InvalidOperationException($"A batch of {size} pixels is larger than {_preprocess.Height} x {_preprocess.Width}.");
        batch.SetSize(size);
    }

    // On loading threads.
    private void Load(int epoch, Batch batch, int position)
    {
        var index = batch.Indices[position];
        batch.IsReady[position] = _memory is not null && _memory.TryRead(index, batch.InputOf(position));
        if (batch.IsReady[position])
        {
            batch.Targets[position] = Source.TargetOf(index);
            return;
        }
        batch.Targets[position] = Source is ISizedImages sized
            ? sized.Load(index, epoch, batch.Size, batch.PixelsOf(position))
            : Source.Load(index, epoch, batch.PixelsOf(position));
        if (_prefix is not null) return;
        _normaliser.Apply(batch.PixelsOf(position), batch.InputOf(position));
        batch.IsReady[position] = true;
    }
}
