using System.Threading.Channels;

namespace Graft.Training;

/// <summary>
/// Loads batches ahead of the training thread, in a given order, on threads that never touch torch. A few batches are in
/// memory at once, however many there are.
/// </summary>
internal sealed class BatchLoader : IDisposable
{
    private const int Ahead = 2;
    private readonly Channel<Batch> _full = Channel.CreateBounded<Batch>(Ahead);
    private readonly Channel<Batch> _empty = Channel.CreateUnbounded<Batch>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _producer;

    /// <summary>Starts loading.</summary>
    /// <param name="order">Indices in the order of training.</param>
    /// <param name="batchSize">Images per batch; the last may have fewer, or one more (<see cref="EpochOrder.NextBatch"/>).</param>
    /// <param name="make">An empty batch.</param>
    /// <param name="load">Fills position p of a batch, from any thread.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="begin">Sees a batch when its indices are known, before anything is loaded.</param>
    /// <param name="slices">What of each batch is loaded; null for all of it.</param>
    public BatchLoader(ReadOnlyMemory<int> order, int batchSize, Func<Batch> make, Action<Batch, int> load, int workers, Action<Batch>? begin = null,
        RankSlices? slices = null)
    {
        for (var i = 0; i < Ahead + 1; i++) _empty.Writer.TryWrite(make());
        _producer = Task.Run(() => Produce(order, batchSize, load, workers, begin, slices ?? RankSlices.All));
    }

    /// <summary>The batches in order. A batch is valid until the next is asked for.</summary>
    /// <exception cref="GraftException">An image could not be loaded.</exception>
    public IEnumerable<Batch> Batches()
    {
        while (Next() is { } batch)
        {
            yield return batch;
            _empty.Writer.TryWrite(batch);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        try
        {
            _producer.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
        }
        _stop.Dispose();
    }

    private Batch? Next()
    {
        try
        {
            return _full.Reader.ReadAsync().AsTask().GetAwaiter().GetResult();
        }
        catch (ChannelClosedException closed) when (closed.InnerException is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            throw;
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    private async Task Produce(ReadOnlyMemory<int> order, int batchSize, Action<Batch, int> load, int workers, Action<Batch>? begin,
        RankSlices slices)
    {
        try
        {
            for (var start = 0; start < order.Length;)
            {
                var batch = await _empty.Reader.ReadAsync(_stop.Token).ConfigureAwait(false);
                var whole = EpochOrder.NextBatch(order.Length - start, batchSize);
                slices.Take(batch, order.Span.Slice(start, whole));
                begin?.Invoke(batch);
                Parallel.For(0, batch.Loaded, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = _stop.Token },
                    position => load(batch, position));
                start += whole;
                await _full.Writer.WriteAsync(batch, _stop.Token).ConfigureAwait(false);
            }
            _full.Writer.Complete();
        }
        catch (Exception failure)
        {
            _full.Writer.Complete(failure is AggregateException { InnerExceptions: [var only, ..] } ? only : failure);
        }
    }
}
