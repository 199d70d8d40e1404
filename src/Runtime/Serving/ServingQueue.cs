using System.Diagnostics;

namespace Graft.Runtime;

/// <summary>
/// What waits for a worker. Keys take turns, whatever each of them sends; in a full queue the key that fills it gives way. A worker takes its share of what
/// waits, ceil(waiting / (idle + 1)), of one version and one input size; where several keys ask, no more than keeps the next one waiting for a short while.
/// </summary>
internal sealed class ServingQueue(ServingLimits limits)
{
    // The rest is for what no estimate knows: sockets, other processes, images that take longer. Of what is accepted next to nothing is then late.
    private const double ForWaiting = 0.5;

    // A batch is a few hundredths faster on a processor; whoever comes meanwhile waits for all of it.
    private const double SecondsOfShared = 0.02;

    private static readonly TimeSpan ShortestRetry = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly KeyTurns _turns = new();
    private ServingTicket? _shadow;
    private int _count, _idle;
    private long _pixels;
    private bool _isClosed;

    /// <summary>Images that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _count;
        }
    }

    /// <summary>How long the oldest has waited.</summary>
    public TimeSpan OldestAge
    {
        get
        {
            lock (_gate) return _turns.First is null ? TimeSpan.Zero : _turns.Max(line => line.First!.Age);
        }
    }

    /// <summary>Whether an image could be taken and answered in time; asked before a body is read.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="version">Which network.</param>
    /// <param name="images">How many.</param>
    /// <param name="left">Time to the deadline.</param>
    /// <returns>Null, or why not.</returns>
    public ServingRefusal? Refuses(string key, ServedVersion version, int images, TimeSpan left)
    {
        lock (_gate) return RefusesNow(key, images * version.SecondsPerImage, images, left);
    }

    /// <summary>Takes all images of a request, or none.</summary>
    /// <returns>Null, or why they were not taken; they are then not finished.</returns>
    public ServingRefusal? TryAdd(IReadOnlyList<ServingTicket> tickets, TimeSpan left)
    {
        List<ServingTicket> given = [];
        ServingRefusal? refusal;
        lock (_gate)
        {
            var key = tickets[0].Key;
            refusal = RefusesNow(key, tickets.Sum(ticket => ticket.Cost), tickets.Sum(ticket => ticket.Images), left);
            if (refusal is null)
            {
                var images = tickets.Sum(ticket => ticket.Images);
                while (_count + images > limits.Queue) given.Add(GiveWay());
                foreach (var ticket in tickets) Add(key, ticket);
            }
        }
        foreach (var ticket in given)
        {
            ticket.Fail(new ServingRefusal(RefusalReason.QueueFull, ShortestRetry));
            ticket.Finish();
        }
        return refusal;
    }

    /// <summary>The next batch; waits for one. Null when the queue is closed and empty.</summary>
    public IReadOnlyList<ServingTicket>? Take()
    {
        List<ServingTicket> dropped = [];
        try
        {
            lock (_gate)
                while (true)
                {
                    DropGone(dropped);
                    if (dropped.Count > 0) return []; // they are finished outside of the lock
                    if (_count == 0)
                    {
                        if (_isClosed) return null;
                        if (TakeShadow() is { } shadow) return [shadow];
                        WaitIdle(Timeout.InfiniteTimeSpan);
                        continue;
                    }
                    var first = _turns.First!.First!;
                    if (_pixels > 0 && _pixels + first.Pixels > limits.PixelsInFlight) Monitor.Wait(_gate);
                    else if (StillWaits(first) is { } rest) WaitIdle(rest);
                    else return Batch(first);
                }
        }
        finally
        {
            foreach (var ticket in dropped) ticket.Finish();
        }
    }

    /// <summary>Whether an image that nobody waits for may be taken; asked before anything is made for it.</summary>
    public bool TakesShadow => Volatile.Read(ref _shadow) is null;

    /// <summary>Takes an image that nobody waits for; one at a time waits.</summary>
    /// <returns>False where it was not taken; it is then not finished.</returns>
    public bool TryAddShadow(ServingTicket ticket)
    {
        lock (_gate)
        {
            if (_isClosed || _shadow is not null) return false;
            ticket.QueuedAt = Stopwatch.GetTimestamp();
            _shadow = ticket;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>A batch's pixels are no longer decoded.</summary>
    public void Done(IReadOnlyList<ServingTicket> batch)
    {
        lock (_gate)
        {
            _pixels -= batch.Sum(ticket => ticket.Pixels);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Nothing more is taken; what waits is answered.</summary>
    public void Close()
    {
        ServingTicket? shadow;
        lock (_gate)
        {
            _isClosed = true;
            (shadow, _shadow) = (_shadow, null);
            Monitor.PulseAll(_gate);
        }
        shadow?.Finish();
    }

    private ServingRefusal? RefusesNow(string key, double cost, int images, TimeSpan left)
    {
        var mine = _turns.Find(key);
        // Turns: of every other key no more is answered before than of this one.
        var own = (mine?.Cost ?? 0) + cost;
        var ahead = own + _turns.Where(line => line != mine).Sum(line => Math.Min(line.Cost, own));
        var wait = TimeSpan.FromSeconds(Math.Max(ahead / limits.Workers, cost));
        if (_isClosed || images > limits.Queue) return new ServingRefusal(RefusalReason.QueueFull, ShortestRetry);
        var most = _turns.Where(line => line != mine).Select(line => line.Count).DefaultIfEmpty().Max();
        var fills = _count + images > limits.Queue && (mine?.Count ?? 0) + images > most;
        if (fills) return new ServingRefusal(RefusalReason.QueueFull, Max(wait / 2, ShortestRetry));
        // Where nothing waits it is tried: a time that was measured in a bad moment must not refuse everything from then on.
        var time = left * ForWaiting;
        return wait > time && _count > 0 ? new ServingRefusal(RefusalReason.TooLate, Max(wait - time, ShortestRetry)) : null;
    }

    private void Add(string key, ServingTicket ticket)
    {
        ticket.QueuedAt = Stopwatch.GetTimestamp();
        _turns.Add(key, ticket);
        _count += ticket.Images;
        Monitor.Pulse(_gate);
    }

    // The newest of the key with the most.
    private ServingTicket GiveWay()
    {
        var ticket = _turns.DropLast(_turns.MaxBy(one => one.Count)!);
        _count -= ticket.Images;
        return ticket;
    }

    // Whoever has left, or is too late, is not computed.
    private void DropGone(List<ServingTicket> dropped)
    {
        while (_turns.First is { First.Cancellation.IsCancellationRequested: true } line)
        {
            dropped.Add(_turns.DropFirst(line));
            _count -= dropped[^1].Images;
        }
    }

    // A core is left for what comes meanwhile, where there are several.
    private ServingTicket? TakeShadow()
    {
        if (_shadow is not { } shadow || (limits.Workers > 1 && _idle == 0) || (_pixels > 0 && _pixels + shadow.Pixels > limits.PixelsInFlight)) return null;
        _shadow = null;
        _pixels += shadow.Pixels;
        shadow.Waited = shadow.Age;
        return shadow;
    }

    private TimeSpan? StillWaits(ServingTicket first)
    {
        if (limits.MaxDelay == TimeSpan.Zero || _isClosed) return null;
        var rest = limits.MaxDelay - _turns.Max(line => line.First!.Age);
        return rest > TimeSpan.Zero && _turns.Sum(line => line.Count) < MaxBatchOf(first.Version) ? rest : null;
    }

    private void WaitIdle(TimeSpan time)
    {
        _idle++;
        Monitor.Wait(_gate, time == Timeout.InfiniteTimeSpan ? time : Max(time, TimeSpan.FromMilliseconds(1)));
        _idle--;
    }

    private List<ServingTicket> Batch(ServingTicket first)
    {
        var share = first.Tensor is not null ? 1 : Math.Clamp((_count + _idle) / (_idle + 1), 1, MaxBatchOf(first.Version));
        List<ServingTicket> batch = [];
        while (batch.Count < share && _turns.FirstOrDefault(line => Fits(first, line.First!)) is { } line)
        {
            var ticket = _turns.Serve(line);
            _count -= ticket.Images;
            _pixels += ticket.Pixels;
            ticket.Waited = ticket.Age;
            batch.Add(ticket);
        }
        return batch;

        bool Fits(ServingTicket one, ServingTicket other) => one == other
            || (other.Tensor is null && !other.Cancellation.IsCancellationRequested && other.Version == one.Version
            && other.InputSize == one.InputSize && _pixels + other.Pixels <= limits.PixelsInFlight);
    }

    private int MaxBatchOf(ServedVersion version) =>
        _turns.IsShared ? (int)Math.Clamp(SecondsOfShared / version.SecondsPerImage, 1, version.MaxBatch) : version.MaxBatch;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
