using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>
/// The images of a version in windows that do not overlap, each compared with the reference once it is full. Two unlike windows in a row are an alarm.
/// Thread-safe.
/// </summary>
internal sealed class ModelWatch
{
    // A page of history; what is older stands in the metrics of whoever collects them.
    private const int KeptWindows = 20;

    private readonly Lock _gate = new();
    private readonly ServedVersion _version;
    private readonly WatchOptions _options;
    private readonly TimeProvider _time;
    private readonly LinkedList<WatchedWindow> _windows = new();
    private readonly List<WatchedImage> _window = [], _served = [];
    private ReferenceStatistics? _reference;
    private ReferenceSurroundings? _surroundings;
    private DistinctImages _inWindow, _inServed;
    private DateTimeOffset _from, _alarmSince;
    private int _lookedInWindow, _unlikeInARow;
    private long _looked;

    /// <param name="version">Whose images.</param>
    /// <param name="options">How.</param>
    /// <param name="time">The clock.</param>
    public ModelWatch(ServedVersion version, WatchOptions options, TimeProvider? time = null)
    {
        (_version, _options, _time) = (version, options, time ?? TimeProvider.System);
        SetReference(KeptReference.Of(version) ?? KeptReference.InFileOf(version));
    }

    /// <summary>Takes what an image looks like. The window that it fills is compared at once.</summary>
    /// <param name="image">The image.</param>
    /// <param name="pause">Called often meanwhile, so that a comparison leaves the processor to others.</param>
    /// <returns>The window, where this image was its last.</returns>
    public WatchedWindow? Add(WatchedImage image, Action? pause = null)
    {
        List<WatchedImage> full;
        int looked;
        DateTimeOffset from;
        ReferenceStatistics reference;
        lock (_gate)
        {
            _looked++;
            if (_served.Count < ReferenceStatistics.MaxImages && CanBeAgreed && _inServed.Add(image.Copy)) _served.Add(image);
            if (_reference is null) return null;
            if (_lookedInWindow++ == 0) _from = _time.GetUtcNow();
            if (_inWindow.Add(image.Copy)) _window.Add(image);
            if (_window.Count < _options.Window) return null;
            (full, looked, from, reference) = ([.. _window], _lookedInWindow, _from, _reference);
            ClearWindow();
        }
        var result = DriftJudge.Judge(reference, full, _version.Model.Manifest.Classes, _options.FalseAlarms, pause: pause) with { Images = looked };
        var window = new WatchedWindow(from, _time.GetUtcNow(), result);
        lock (_gate)
        {
            if (reference != _reference) return null; // another was agreed to meanwhile
            _windows.AddFirst(window);
            if (_windows.Count > KeptWindows) _windows.RemoveLast();
            _unlikeInARow = window.IsUnlike ? _unlikeInARow + 1 : 0;
            if (_unlikeInARow == 1) _alarmSince = from;
        }
        return window;
    }

    /// <summary>Whether an image is farther from all images of the reference than these are from each other; false without a reference.</summary>
    public bool IsUnlikeAll(ImageTraits image)
    {
        ReferenceSurroundings? surroundings;
        lock (_gate) surroundings = _surroundings;
        return surroundings?.IsOutside(image.Embedding) == true;
    }

    /// <summary>What is known.</summary>
    public WatchStatus Status()
    {
        lock (_gate)
            return new WatchStatus
            {
                Version = _version.Version,
                Looked = _looked,
                InWindow = _window.Count,
                Window = _options.Window,
                ReferenceSource = _reference?.Source,
                ReferenceImages = _reference?.Count ?? 0,
                Served = CanBeAgreed ? _served.Count : null,
                Windows = [.. _windows],
                Alarm = _unlikeInARow < 2 ? null : new WatchAlarm(_alarmSince, [.. _windows.First!.Value.Result.Tests.Where(test => test.IsUnlike)]),
            };
    }

    /// <summary>A person agrees that the images that were served first become the reference. It is kept beside the model file.</summary>
    /// <exception cref="WatchRefusal">The file's own is large enough, too few were served, or it cannot be written; nothing has changed.</exception>
    public void Agree()
    {
        lock (_gate)
        {
            if (!CanBeAgreed)
                throw new WatchRefusal($"The reference of version '{_version.Version}' is of {_reference!.Count} images.",
                    $"Served images become the reference where there are fewer than {ReferenceStatistics.EnoughImages}.");
            if (_served.Count < ReferenceStatistics.EnoughImages)
                throw new WatchRefusal($"{Words.Count(_served.Count, "different image was", "different images were")} looked at since the service started.",
                    $"{ReferenceStatistics.EnoughImages} or more are needed.");
            var reference = WatchedImage.Reference(_served, FormattableString.Invariant($"images served until {_time.GetUtcNow():yyyy-MM-dd}"), _inServed.Bits);
            KeptReference.Keep(_version, reference);
            _served.Clear();
            _windows.Clear();
            _unlikeInARow = 0;
            SetReference(reference);
        }
    }

    private bool CanBeAgreed => (_reference?.Count ?? 0) < ReferenceStatistics.EnoughImages;

    // As many as nothing can be said of are none.
    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_inWindow), nameof(_inServed))]
    private void SetReference(ReferenceStatistics? reference)
    {
        _reference = reference?.Count >= ReferenceStatistics.FewestImages ? reference : null;
        _surroundings = _reference is null ? null : ReferenceSurroundings.Of(_reference);
        var bits = reference?.NearDuplicateBits ?? NearCopy.Bits;
        (_inWindow, _inServed) = (new DistinctImages(bits), new DistinctImages(bits));
        ClearWindow();
    }

    private void ClearWindow()
    {
        _window.Clear();
        _inWindow.Clear();
        _lookedInWindow = 0;
    }
}

/// <summary>Why served images do not become the reference.</summary>
internal sealed class WatchRefusal(string what, string expected, GraftException? inner = null) : GraftException(what, expected, "", inner)
{
    /// <summary>It is wanted, and could not be written.</summary>
    public bool IsOfDisk => InnerException is not null;
}
