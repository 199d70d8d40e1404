using System.Diagnostics;

namespace Graft.Runtime;

/// <summary>One thread for each core. A thread decodes and runs what it took: nothing is handed over between.</summary>
internal sealed class ServingWorkers
{
    private readonly ServingQueue _queue;
    private readonly Thread[] _threads;

    /// <param name="queue">Where the work is.</param>
    /// <param name="count">Threads.</param>
    public ServingWorkers(ServingQueue queue, int count)
    {
        _queue = queue;
        _threads = [.. Enumerable.Range(1, count).Select(number => new Thread(Work) { IsBackground = true, Name = $"graft serving {number}" })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Told after every batch: its tickets, which have their times.</summary>
    public Action<IReadOnlyList<ServingTicket>>? Ran { get; set; }

    /// <summary>Waits until the closed queue is empty and all is answered.</summary>
    public bool Join(TimeSpan patience)
    {
        var begun = Stopwatch.GetTimestamp();
        return _threads.All(thread => thread.Join(TimeSpan.FromTicks(Math.Max(0, (patience - Stopwatch.GetElapsedTime(begun)).Ticks))));
    }

    private void Work()
    {
        while (_queue.Take() is { } batch)
        {
            if (batch.Count == 0) continue;
            try
            {
                Run(batch);
                Ran?.Invoke(batch);
            }
            finally
            {
                _queue.Done(batch);
                foreach (var ticket in batch) ticket.Finish();
            }
        }
    }

    private static void Run(IReadOnlyList<ServingTicket> batch)
    {
        foreach (var ticket in batch) ticket.Batch = batch.Count;
        var (version, begun) = (batch[0].Version, Stopwatch.GetTimestamp());
        using var stop = new SharedCancellation(batch);
        try
        {
            if (batch[0].Tensor is { } tensor)
            {
                batch[0].Set(version.Model.Infer(tensor, stop.Token));
                batch[0].Running = Stopwatch.GetElapsedTime(begun);
            }
            else version.Model.Answer(batch, stop.Token);
            version.Took(begun, batch.Sum(ticket => ticket.Images));
        }
        catch (OperationCanceledException cancelled)
        {
            foreach (var ticket in batch) ticket.Fail(cancelled);
        }
        catch (Exception failure) when (batch.Count == 1)
        {
            batch[0].Fail(failure);
        }
        catch (Exception)
        {
            // One image fails alone.
            foreach (var ticket in batch.Where(ticket => !ticket.Answer.IsCompleted)) Run([ticket]);
        }
    }
}

/// <summary>Cancelled when everyone who waits for a batch has left.</summary>
internal sealed class SharedCancellation : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<CancellationTokenRegistration> _registrations;
    private int _left;

    public SharedCancellation(IReadOnlyList<ServingTicket> batch)
    {
        _left = batch.Count;
        _registrations = [.. batch.Select(ticket => ticket.Cancellation.UnsafeRegister(_ => Leave(), null))];
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _left) == 0) _stop.Cancel();
    }
}
