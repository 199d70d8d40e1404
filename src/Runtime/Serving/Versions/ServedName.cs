using System.Diagnostics;

namespace Graft.Runtime;

/// <summary>A model by its name, and the versions that its files are.</summary>
internal sealed partial class ServedName : IDisposable
{
    private readonly Lock _loading = new();
    private readonly Func<IReadOnlyList<VersionFile>> _find;
    private readonly ServingLimits _limits;
    private readonly ServingState _state;
    private readonly Func<string, ServedModel> _open;
    private readonly Dictionary<VersionFile, RefusedFile> _refused = [];
    private IReadOnlyList<VersionFile> _files = [];
    private ServedVersion? _current;
    private VersionFile? _currentFile, _loadingFile;
    private bool _isWarming;
    private int _draining;

    /// <param name="name">In addresses.</param>
    /// <param name="find">Its files as they are now, the newest version first.</param>
    /// <param name="limits">Of the service.</param>
    /// <param name="state">What is wanted.</param>
    /// <param name="open">Opens a file; null for a file of any task.</param>
    public ServedName(string name, Func<IReadOnlyList<VersionFile>> find, ServingLimits limits, ServingState state, Func<string, ServedModel>? open = null) =>
        (Name, _find, _limits, _state, _open) = (name, find, limits, state, open ?? (path => ServedModel.Open(path, limits)));

    /// <summary>Share of the requests that a new version answers at first; 1 for all, 0 for none until it is asked for.</summary>
    public double NewVersionShare { get; init; } = 1;

    public string Name { get; }

    /// <summary>The version that answers; null while there is none.</summary>
    public ServedVersion? Current => Volatile.Read(ref _current);

    /// <summary>Why nothing answers, or why a newer file does not, as the owner reads it.</summary>
    public string? Reason
    {
        get
        {
            lock (_refused) return _files.Select(_refused.GetValueOrDefault).FirstOrDefault(refused => refused is not null)?.ForOwner;
        }
    }

    /// <summary>Told of each change: the version, its state and the reason, as the owner reads it.</summary>
    public Action<string, VersionState, string?>? Changed { get; set; }

    /// <summary>Told of what somebody should look at: the version and the reason.</summary>
    public Action<string, string>? Doubted { get; set; }

    /// <summary>Told why a rollback does not know after a restart what answered before.</summary>
    public Action<string>? NotKept { get; set; }

    /// <summary>The version that answers, kept until it is given back; null while there is none.</summary>
    public ServedVersion? TryUse()
    {
        while (Current is { } version)
            if (version.TryUse()) return version; // otherwise it was replaced just now
        return null;
    }

    /// <summary>Every version whose file is there, and what became of it, as callers read it.</summary>
    public IReadOnlyList<(string Version, VersionState State, string? Reason)> Versions()
    {
        lock (_refused)
            return
            [
                .. _files.Select(file => (NameOf(file), StateOf(file), _refused.GetValueOrDefault(file)?.ForCallers ?? WentBack(file))),
                .. Enumerable.Repeat(("", VersionState.Draining, (string?)null), Volatile.Read(ref _draining)),
            ];
    }

    /// <summary>Looks at the files again and loads what shall answer.</summary>
    /// <param name="isFirst">At the start files are not waited for to be copied.</param>
    public void Poll(bool isFirst = false)
    {
        lock (_loading)
        {
            var before = _files;
            var now = Look();
            // A file that is replaced may be away for a moment.
            if (_currentFile is { } current && Find(now, current.Version) is null && Find(before, current.Version) is not null) return;
            PollWanted(before, now, isFirst);
            if (isFirst && _state.Of(Name).Version is { } wanted && Find(now, wanted) is null && Current is { } other)
                Doubted?.Invoke(wanted, $"It is what was asked for, and its file is not there: version {other.Version} answers.");
            PollTrial(before, now, isFirst);
        }
    }

    private void PollWanted(IReadOnlyList<VersionFile> before, IReadOnlyList<VersionFile> now, bool isFirst)
    {
        foreach (var file in Wanted(now))
        {
            if (file == _currentFile) return;
            var waits = IsRefused(file) || (!isFirst && !before.Contains(file)); // it is still being copied, perhaps
            if (!waits && Opened(file) is { } version)
            {
                var kept = _state.Of(Name);
                KeepIfPossible(kept with { Previous = Following(file), Trial = Current is null ? kept.Trial : null }); // after a restart it goes on
                Replace(version, file);
                return;
            }
            // Its file was written over, and is not taken yet or never: what it was answers on, and no older one.
            if (file.Version == _currentFile?.Version) return;
        }
    }

    /// <summary>Has a version answer from now on, and after a restart. Until that is sure the one before answers.</summary>
    /// <param name="version">Null for the newest that is not refused.</param>
    /// <exception cref="VersionRefusal">There is no such version, it was refused, or the wish could not be written.</exception>
    public void Activate(string? version)
    {
        lock (_loading)
        {
            var now = Look().Where(file => file.IsNamed).ToList();
            var wanted = now.FirstOrDefault(file => version is null || NameOf(file) == version);
            if (version is not null && wanted is null)
                throw new VersionRefusal(VersionFault.Missing, $"'{Name}' has no version '{version}'.", now.All(file => file.Version == VersionFile.Alone)
                    ? "It is served from one file, whose place another version takes." : $"There are {string.Join(", ", now.Select(file => file.Version))}.");
            var wish = _state.Of(Name) with { Version = version is null || wanted!.Version == VersionFile.Alone ? null : version, Trial = null };
            if (wanted is null) Keep(wish);
            // Of the newest that is refused the one before is the newest that answers.
            else if (!(version is null ? now : [wanted]).Any(file => TryActivate(file, wish)))
                throw Refused(wanted);
        }
    }

    private VersionRefusal Refused(VersionFile file)
    {
        lock (_refused) return new(VersionFault.Refused, $"Version '{file.Version}' of '{Name}' was refused: {_refused[file].ForCallers}");
    }

    private bool TryActivate(VersionFile file, WantedVersion wish)
    {
        if (file == _currentFile)
        {
            Keep(wish);
            EndTrial();
            return true;
        }
        lock (_refused) _refused.Remove(file);
        if (Opened(file) is not { } opened) return false;
        try
        {
            Keep(wish with { Previous = Following(file) });
        }
        catch
        {
            if (opened != _trial?.Candidate) opened.Retire();
            throw;
        }
        Replace(opened, file);
        return true;
    }

    /// <summary>Ends the trial of a version; where none is tried, goes back to the version that answered before.</summary>
    /// <returns>The version that answers.</returns>
    /// <exception cref="VersionRefusal">There was none, its file is gone or refused, or the wish could not be written.</exception>
    public string RollBack()
    {
        if (StopTrial() is { } answering) return answering;
        var previous = _state.Of(Name).Previous ?? throw new VersionRefusal(VersionFault.Missing, $"No other version of '{Name}' has answered before.",
            cure: "Ask for one by its name.");
        Activate(previous);
        return previous;
    }

    public void Dispose()
    {
        lock (_loading) EndTrial();
        Interlocked.Exchange(ref _current, null)?.Retire();
    }

    // The one that is pinned, then the newest.
    private IEnumerable<VersionFile> Wanted(IReadOnlyList<VersionFile> files)
    {
        var pinned = _state.Of(Name).Version;
        return pinned is null ? files : files.OrderByDescending(file => file.Version == pinned);
    }

    private bool IsRefused(VersionFile file)
    {
        lock (_refused) return _refused.ContainsKey(file);
    }

    // The files as they are now. One whose name cannot be asked for is refused.
    private IReadOnlyList<VersionFile> Look()
    {
        var now = _find();
        List<VersionFile> unnamed;
        lock (_refused)
        {
            _files = now;
            foreach (var gone in _refused.Keys.Except(now).ToList()) _refused.Remove(gone); // it has changed: looked at again
            unnamed = [.. now.Where(file => !file.IsNamed && _refused.TryAdd(file, new(VersionFile.NameRule, VersionFile.NameRule)))];
        }
        foreach (var file in unnamed) Changed?.Invoke(file.Version, VersionState.Refused, VersionFile.NameRule);
        return now;
    }

    private static VersionFile? Find(IReadOnlyList<VersionFile> files, string version) => files.FirstOrDefault(file => file.Version == version);

    // Opened, measured and warm, and not yet answering; null when it is refused, whatever the reason: it must not be tried again at every look.
    private ServedVersion? TryOpen(VersionFile file)
    {
        _loadingFile = file;
        Changed?.Invoke(file.Version, VersionState.Loading, null);
        ServedModel? model = null;
        try
        {
            model = _open(file.Path);
            Compare(file, model.Manifest);
            _isWarming = true;
            Changed?.Invoke(file.Version, VersionState.Warming, null);
            var version = new ServedVersion(Name, NameFor(file, model), model, _limits.MaxBatch ?? BatchMeasurement.Of(model)) { Path = file.Path };
            Warm(version);
            return version;
        }
        catch (Exception failure)
        {
            model?.Dispose();
            var refused = RefusedFile.Of(file, failure);
            lock (_refused) _refused[file] = refused;
            Changed?.Invoke(file.Version, VersionState.Refused, refused.ForOwner);
            return null;
        }
        finally
        {
            (_loadingFile, _isWarming) = (null, false);
        }
    }

    private void Keep(WantedVersion wish)
    {
        try
        {
            _state.Set(Name, wish);
        }
        catch (GraftException failure)
        {
            throw new VersionRefusal(VersionFault.NotKept, $"Which version of '{Name}' is wanted could not be written down.", "The one before answers on.",
                "The service's log says why.", failure);
        }
    }

    // What a rollback goes to once this file answers.
    private string? Following(VersionFile file) =>
        _currentFile is { } current && current.Version != file.Version ? current.Version : _state.Of(Name).Previous;

    // Nothing in it can fail: what is written down is so already. A version that was tried answers on as the one; of any other the trial is over.
    private void Replace(ServedVersion version, VersionFile file)
    {
        EndTrial(closes: _trial?.Candidate != version);
        var old = Interlocked.Exchange(ref _current, version);
        _currentFile = file;
        if (old is not null) Release(old, null);
        Changed?.Invoke(version.Version, VersionState.Serving, null);
    }

    // Answers what it was given, and closes.
    private void Release(ServedVersion version, string? reason)
    {
        Interlocked.Increment(ref _draining);
        version.Closed = () =>
        {
            Interlocked.Decrement(ref _draining);
            Changed?.Invoke(version.Version, VersionState.Standby, reason);
        };
        version.Retire();
    }

    // Twice: the first run allocates, the second is what an image takes.
    private static void Warm(ServedVersion version)
    {
        var noise = BatchMeasurement.Noise(version.Model, 1);
        version.Model.Infer(noise, CancellationToken.None);
        var begun = Stopwatch.GetTimestamp();
        version.Model.Infer(noise, CancellationToken.None);
        version.Took(begun, 1);
    }

    private VersionState StateOf(VersionFile file)
    {
        if (file == _currentFile) return VersionState.Serving;
        if (file == _trialFile && _trial is { } trial) return StateOf(trial.Wish.Kind);
        if (file == _loadingFile) return _isWarming ? VersionState.Warming : VersionState.Loading;
        if (_refused.ContainsKey(file)) return VersionState.Refused;
        var isNew = file.Version == VersionFile.Alone || _currentFile is null || file.CompareTo(_currentFile) > 0;
        return isNew && WentBack(file) is null ? VersionState.Seen : VersionState.Standby;
    }

    private string NameOf(VersionFile file) => file.Version != VersionFile.Alone ? file.Version : file == _currentFile ? Current?.Version ?? "" : "";

    private static string NameFor(VersionFile file, ServedModel model) =>
        file.Version != VersionFile.Alone ? file.Version : (model.Manifest.ContentHash ?? "1")[..Math.Min(12, model.Manifest.ContentHash?.Length ?? 1)];
}
