using System.Diagnostics;

namespace Graft;

/// <summary>
/// Reports progress with an estimate of the time left, at most five times a second.
/// What was done before it began has taken none of its time.
/// </summary>
internal sealed class WorkClock(string work, long total, IProgress<RunEvent>? progress, double secondsLimit = double.PositiveInfinity, long before = 0)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly long _before = before;
    private long _done = before;
    private TimeSpan? _last;

    /// <summary>A step that another may take: counted, and refused once the work is cancelled.</summary>
    /// <param name="cancellation">Ends it.</param>
    public Action Step(CancellationToken cancellation) => () =>
    {
        cancellation.ThrowIfCancellationRequested();
        Advance(1);
    };

    public void Advance(long units)
    {
        _done += units;
        if (progress is null || (_done < total && _watch.Elapsed - _last < TimeSpan.FromMilliseconds(200))) return;
        _last = _watch.Elapsed;
        var left = _watch.Elapsed.TotalSeconds / (_done - _before) * (total - _done);
        progress.Report(new RunEvent.Progress(work, _done, total, Math.Max(0, Math.Min(left, secondsLimit - _watch.Elapsed.TotalSeconds))));
    }
}
