namespace Graft;

/// <summary>
/// The memory that the process uses for images at most: decoding, tiles, composing and decoded images that are kept take from it, and wait where it is
/// used up. One image may always be worked on, however large it is, so that nothing waits for ever.
/// </summary>
public static class MemoryBudget
{
    // Smaller images come and go in pooled memory; counting them would cost more than they do.
    private const long SmallestCounted = 4 << 20;
    private const long SmallestLimit = 64_000_000;

    private static readonly object _gate = new();
    [ThreadStatic] private static Holder? _holder;
    private static long _limit, _occupied = -1, _taken, _released;
    private static bool _isGiven;

    /// <summary>Bytes that the process may use, what it holds for other things included; half of the memory that is free unless it is set.</summary>
    /// <exception cref="GraftException">Less than 64 MB.</exception>
    public static long Limit
    {
        get
        {
            lock (_gate) return LimitNow();
        }

        set
        {
            if (value < SmallestLimit)
                throw new GraftException($"A memory of {value} bytes is too small.", $"At least {SmallestLimit} bytes, 64 MB, are needed.");
            lock (_gate) (_limit, _isGiven, _occupied) = (value, true, -1);
        }
    }

    /// <summary>Bytes of decoded images that one store may keep for the next time.</summary>
    internal static long Kept => Limit / 8;

    /// <summary>Bytes that may still be taken without waiting.</summary>
    internal static long Room
    {
        get
        {
            lock (_gate) return Math.Max(0, Capacity() - _taken);
        }
    }

    /// <summary>
    /// Waits until so many bytes are free, or nothing else is taken. A lease covers whatever its thread takes until it is given back: a thread that holds
    /// one does not wait for another, while others wait for it.
    /// </summary>
    internal static Lease Take(long bytes)
    {
        if (bytes < SmallestCounted) return default;
        var holder = _holder ??= new Holder();
        if (Volatile.Read(ref holder.IsCovered)) return default;
        var collects = false;
        lock (_gate)
        {
            while (_taken > 0 && _taken + bytes > Capacity()) Monitor.Wait(_gate);
            // What was given back may still lie in the heap.
            if (_released > 0 && _taken + _released + bytes > Capacity()) (collects, _released) = (true, 0);
            _taken += bytes;
            holder.IsCovered = true;
        }
        // Without the aggressive mode the heap would keep the pages for later.
        if (collects) GC.Collect(2, _isGiven ? GCCollectionMode.Aggressive : GCCollectionMode.Default, blocking: true, compacting: _isGiven);
        return new Lease(holder, bytes);
    }

    private static void GiveBack(Holder holder, long bytes)
    {
        lock (_gate)
        {
            _taken -= bytes;
            _released += bytes;
            holder.IsCovered = false;
            Monitor.PulseAll(_gate);
        }
    }

    private static long LimitNow()
    {
        if (_limit == 0) _limit = Math.Max(SmallestLimit, Free() / 2);
        return _limit;
    }

    // The limit is the process's where a user gives one, so what it held before the first image is not left for images. Half of what is free does not
    // count that.
    private static long Capacity()
    {
        var limit = LimitNow();
        if (_isGiven && _occupied < 0) _occupied = Math.Max(0, Environment.WorkingSet - _taken - _released);
        // A quarter is for images that are kept.
        return Math.Max(_isGiven ? limit - _occupied : limit, limit / 4) / 4 * 3;
    }

    private static long Free()
    {
        var memory = GC.GetGCMemoryInfo();
        // Before the first collection the load is not known.
        if (memory.TotalAvailableMemoryBytes <= 0) return 2L << 30;
        return Math.Max(0, memory.TotalAvailableMemoryBytes - Math.Max(memory.MemoryLoadBytes, Environment.WorkingSet));
    }

    /// <summary>Whether a thread holds a lease.</summary>
    internal sealed class Holder
    {
        public bool IsCovered;
    }

    /// <summary>Bytes that are taken until it is disposed.</summary>
    internal readonly struct Lease(Holder? holder, long bytes) : IDisposable
    {
        /// <summary>Gives them back, once.</summary>
        public void Dispose()
        {
            if (holder is not null) GiveBack(holder, bytes);
        }
    }
}
