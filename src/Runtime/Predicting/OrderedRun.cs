using System.Threading.Channels;

namespace Graft.Runtime;

/// <summary>One pass over a source: a reader, workers and a consumer, see <see cref="OrderedWork"/>.</summary>
internal sealed class OrderedRun<TItem, TAnswer>
{
    // A source that is being asked for its next item when the consumer stops is given a moment to finish;
    // one that waits for something does not hold the consumer.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly WorkLimits _limits;
    private readonly Action<IReadOnlyList<Slot<TItem, TAnswer>>> _work;
    private readonly SemaphoreSlim _room;
    private readonly Channel<Slot<TItem, TAnswer>> _waiting = Channel.CreateUnbounded<Slot<TItem, TAnswer>>();
    private readonly Channel<Slot<TItem, TAnswer>> _order = Channel.CreateUnbounded<Slot<TItem, TAnswer>>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _workers;
    private Task _reader = Task.CompletedTask;

    public OrderedRun(WorkLimits limits, Action<IReadOnlyList<Slot<TItem, TAnswer>>> work)
    {
        (_limits, _work, _room) = (limits, work, new SemaphoreSlim(limits.Ahead));
        _workers = Task.WhenAll(Enumerable.Range(0, limits.Workers).Select(_ => Task.Run(Work)));
    }

    /// <summary>Begins to read. A source may wait for its items, so it gets a thread of its own and takes none of the workers'.</summary>
    public void Read(IEnumerable<TItem> items) =>
        _reader = Task.Factory.StartNew(() => ReadAll(items), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Begins to read; the source is told when the consumer stops.</summary>
    public void Read(IAsyncEnumerable<TItem> items) => _reader = Task.Run(() => ReadAll(items));

    /// <summary>The next item, answered; null at the end.</summary>
    /// <exception cref="Exception">What the source threw, or the failure of this item.</exception>
    public async ValueTask<Slot<TItem, TAnswer>?> Next(CancellationToken cancellation)
    {
        if (!await _order.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false)) return null;
        _order.Reader.TryRead(out var slot);
        await slot!.Task.WaitAsync(cancellation).ConfigureAwait(false);
        _room.Release();
        return slot;
    }

    /// <summary>Nothing more is read or begun; ends when what is being worked on is done, since the consumer may dispose what the work uses.</summary>
    public async Task Stop()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _waiting.Writer.TryComplete();
        await _workers.ConfigureAwait(false);
        await Task.WhenAny(_reader, Task.Delay(Patience)).ConfigureAwait(false);
    }

    private void ReadAll(IEnumerable<TItem> items)
    {
        Exception? failure = null;
        try
        {
            using var source = items.GetEnumerator();
            while (true)
            {
                _room.Wait(_stop.Token);
                if (!source.MoveNext() || _stop.IsCancellationRequested) break;
                Add(source.Current);
            }
        }
        catch (Exception thrown)
        {
            failure = thrown;
        }
        End(failure);
    }

    private async Task ReadAll(IAsyncEnumerable<TItem> items)
    {
        Exception? failure = null;
        try
        {
            var source = items.GetAsyncEnumerator(_stop.Token);
            await using (source.ConfigureAwait(false))
                while (true)
                {
                    await _room.WaitAsync(_stop.Token).ConfigureAwait(false);
                    if (!await source.MoveNextAsync().ConfigureAwait(false) || _stop.IsCancellationRequested) break;
                    Add(source.Current);
                }
        }
        catch (Exception thrown)
        {
            failure = thrown;
        }
        End(failure);
    }

    private void Add(TItem item)
    {
        var slot = new Slot<TItem, TAnswer>(item);
        _order.Writer.TryWrite(slot);
        _waiting.Writer.TryWrite(slot);
    }

    // What the source threw comes after the answers to all that it gave before.
    private void End(Exception? failure)
    {
        _order.Writer.TryComplete(failure);
        _waiting.Writer.TryComplete();
    }

    private async Task Work()
    {
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            // What is there is shared by all workers, so that a short list does not end up on one core.
            var share = Math.Clamp((_waiting.Reader.Count + _limits.Workers - 1) / _limits.Workers, 1, _limits.Batch);
            var batch = new List<Slot<TItem, TAnswer>>(share);
            while (batch.Count < share && _waiting.Reader.TryRead(out var slot)) batch.Add(slot);
            if (_stop.IsCancellationRequested) return;
            if (batch.Count > 0) Work(batch);
        }
    }

    private void Work(List<Slot<TItem, TAnswer>> batch)
    {
        try
        {
            _work(batch);
        }
        catch (Exception failure)
        {
            foreach (var slot in batch) slot.Fail(failure);
        }
    }
}
