namespace Graft.Networks;

/// <summary>Adds up what several connections receive.</summary>
internal sealed class DownloadMeter(Action<PullProgress>? report)
{
    private readonly Lock _gate = new();
    private long _received;
    private long? _total;

    /// <summary>Starts anew from what is on disk.</summary>
    public void Set(long received, long? total)
    {
        lock (_gate)
        {
            (_received, _total) = (received, total);
            report?.Invoke(new(_received, _total));
        }
    }

    public void Add(int bytes)
    {
        lock (_gate) report?.Invoke(new(_received += bytes, _total));
    }
}
