namespace Graft.Runtime;

/// <summary>Bytes of all bodies in memory.</summary>
internal sealed class ByteBudget(long limit)
{
    private long _taken;

    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Takes them, or nothing.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limit) return true;
        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
