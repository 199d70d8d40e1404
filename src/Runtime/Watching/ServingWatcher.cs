using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Graft.Runtime;

/// <summary>
/// Looks at images that were answered, on a thread of its own that takes a small share of the workers' time: of a full service some images are looked at, of a
/// slow one all.
/// </summary>
internal sealed class ServingWatcher : IDisposable
{
    private readonly object _gate = new();
    private readonly WatchOptions _options;
    private readonly double _share;
    private readonly Thread _thread;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConditionalWeakTable<ServedVersion, ModelWatch> _watches = []; // another version has another reference, and begins anew
    private readonly Dictionary<string, long> _turns = new(StringComparer.Ordinal);
    private Offered? _next;
    private bool _rests;

    /// <param name="options">How images are watched.</param>
    /// <param name="workers">Threads whose time it takes a share of.</param>
    public ServingWatcher(WatchOptions options, int workers)
    {
        _options = options;
        _share = Math.Min(1, options.MaxShare * workers);
        _thread = new Thread(Work) { IsBackground = true, Name = "graft watching", Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>Told of each window that was compared, with the name of the model and whether there is an alarm now.</summary>
    public Action<string, WatchedWindow, WatchAlarm?>? Compared { get; set; }

    /// <summary>Told of each image that was looked at, with the name of the model.</summary>
    public Action<string>? Looked { get; set; }

    /// <summary>Told of what should not happen.</summary>
    public Action<string, Exception>? Failed { get; set; }

    /// <summary>An image that was answered. It is looked at if there is time for it; models take turns.</summary>
    /// <param name="version">That answered; the caller holds it.</param>
    /// <param name="image">The image.</param>
    /// <param name="keep">Keeps its memory until what is returned is disposed.</param>
    /// <param name="unlike">Called while its memory is kept, where it is unlike all of the reference.</param>
    public void Offer(ServedVersion version, ImageInput image, Func<IDisposable> keep, Action? unlike = null)
    {
        if (Volatile.Read(ref _rests)) return;
        Offered? displaced;
        lock (_gate)
        {
            if (_stop.IsCancellationRequested || _rests) return;
            if (_next is { } other && Turns(other.Version) <= Turns(version)) return;
            version.UseAgain();
            (displaced, _next) = (_next, new Offered(version, image, keep(), unlike));
            Monitor.Pulse(_gate);
        }
        displaced?.Dispose();
    }

    /// <summary>What is known of the images of a version.</summary>
    public WatchStatus StatusOf(ServedVersion version) => Of(version).Status();

    /// <summary>See <see cref="ModelWatch.Agree"/>.</summary>
    public void Agree(ServedVersion version) => Of(version).Agree();

    /// <summary>Waits for what is being looked at.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stop.Cancel();
            Monitor.PulseAll(_gate);
        }
        _thread.Join();
        _next?.Dispose();
        _stop.Dispose();
    }

    private long Turns(ServedVersion version) => _turns.GetValueOrDefault(version.Name);

    private ModelWatch Of(ServedVersion version)
    {
        lock (_watches) return _watches.GetValue(version, one => new ModelWatch(one, _options));
    }

    private void Work()
    {
        while (Take() is { } offered)
        {
            var begun = Stopwatch.GetTimestamp();
            try
            {
                Look(offered);
            }
            catch (OperationCanceledException)
            {
            }
            catch (Exception failure)
            {
                Failed?.Invoke(offered.Version.Name, failure);
            }
            finally
            {
                offered.Dispose();
            }
            Rest(Stopwatch.GetElapsedTime(begun));
        }
    }

    private void Look(Offered offered)
    {
        var seen = offered.Version.Model.Watched.Look(offered.Image, _stop.Token);
        var watch = Of(offered.Version);
        if (watch.IsUnlikeAll(seen.Traits)) offered.Unlike?.Invoke();
        offered.Free();
        Looked?.Invoke(offered.Version.Name);
        var begun = Stopwatch.GetTimestamp();
        if (watch.Add(seen, Pause) is { } window) Compared?.Invoke(offered.Version.Name, window, watch.Status().Alarm);

        // Comparing takes a second or so, which nobody shall notice.
        void Pause()
        {
            Rest(Stopwatch.GetElapsedTime(begun));
            _stop.Token.ThrowIfCancellationRequested();
            begun = Stopwatch.GetTimestamp();
        }
    }

    private Offered? Take()
    {
        lock (_gate)
        {
            Volatile.Write(ref _rests, false);
            while (_next is null && !_stop.IsCancellationRequested) Monitor.Wait(_gate);
            if (_stop.IsCancellationRequested) return null;
            var offered = _next!;
            _next = null;
            _turns[offered.Version.Name] = Turns(offered.Version) + 1;
            Volatile.Write(ref _rests, true);
            return offered;
        }
    }

    private void Rest(TimeSpan worked)
    {
        if (_share < 1) _stop.Token.WaitHandle.WaitOne(worked * (1 / _share - 1));
    }

    // An image that waits to be looked at, and its version.
    private sealed class Offered(ServedVersion version, ImageInput image, IDisposable memory, Action? unlike) : IDisposable
    {
        private bool _isFree;

        public ServedVersion Version => version;

        public ImageInput Image => image;

        public Action? Unlike => unlike;

        /// <summary>Nothing reads the image any more.</summary>
        public void Free()
        {
            if (_isFree) return;
            _isFree = true;
            memory.Dispose();
        }

        public void Dispose()
        {
            Free();
            version.GiveBack();
        }
    }
}
