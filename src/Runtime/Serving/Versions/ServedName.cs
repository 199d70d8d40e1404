using System.Diagnostics;

namespace Graft.Runtime;

/// <summary>A model by its name, and the versions that its files are.</summary>
internal sealed class ServedName : IDisposable
{
    private readonly Lock _loading = new();
    private readonly Func<IReadOnlyList<VersionFile>> _find;
    private readonly ServingLimits _limits;
    private readonly ServingState _state;
    private readonly Dictionary<VersionFile, string> _refused = [];
    private IReadOnlyList<VersionFile> _files = [];
    private ServedVersion? _current;
    private VersionFile? _currentFile, _loadingFile;
    private int _draining;

    /// <param name="name">In addresses.</param>
    /// <param name="find">Its files as they are now, the newest version first.</param>
    /// <param name="limits">Of the service.</param>
    /// <param name="state">What is wanted.</param>
    public ServedName(string name, Func<IReadOnlyList<VersionFile>> find, ServingLimits limits, ServingState state) =>
        (Name, _find, _limits, _state) = (name, find, limits, state);

    public string Name { get; }

    /// <summary>The version that answers; null while there is none.</summary>
    public ServedVersion? Current => Volatile.Read(ref _current);

    /// <summary>Why nothing answers, or why a newer file does not.</summary>
    public string? Reason => Versions().Where(version => version.State == VersionState.Refused).Select(version => version.Reason).FirstOrDefault();

    /// <summary>Told of each change: the version, its state and the reason.</summary>
    public Action<string, VersionState, string?>? Changed { get; set; }

    /// <summary>The version that answers, kept until it is given back; null while there is none.</summary>
    public ServedVersion? TryUse()
    {
        while (Current is { } version)
            if (version.TryUse()) return version; // otherwise it was replaced just now
        return null;
    }

    /// <summary>Every version whose file is there, and what became of it.</summary>
    public IReadOnlyList<(string Version, VersionState State, string? Reason)> Versions()
    {
        lock (_refused)
            return
            [
                .. _files.Select(file => (NameOf(file), StateOf(file), _refused.GetValueOrDefault(file))),
                .. Enumerable.Repeat(("", VersionState.Draining, (string?)null), Volatile.Read(ref _draining)),
            ];
    }

    /// <summary>Looks at the files again and loads what shall answer.</summary>
    /// <param name="isFirst">At the start files are not waited for to be copied.</param>
    public void Poll(bool isFirst = false)
    {
        lock (_loading)
        {
            var (before, now) = (_files, _find());
            lock (_refused)
            {
                _files = now;
                foreach (var gone in _refused.Keys.Except(now).ToList()) _refused.Remove(gone); // it has changed: looked at again
            }
            foreach (var file in Wanted(now))
            {
                if (file == _currentFile) return;
                if (IsRefused(file)) continue;
                if (!isFirst && !before.Contains(file)) continue; // still being copied, perhaps
                if (TryLoad(file)) return;
            }
        }
    }

    /// <summary>Has a version answer from now on, and after a restart.</summary>
    /// <param name="version">Null for the newest.</param>
    /// <exception cref="GraftException">There is no such version, or it was refused; the one before answers on.</exception>
    public void Activate(string? version)
    {
        lock (_loading)
        {
            var now = _find();
            if (version is not null && now.All(file => file.Version != version))
                throw new GraftException($"'{Name}' has no version '{version}'.", now.All(file => file.Version.Length == 0)
                    ? "It is served from one file, whose place another version takes." : $"There are {string.Join(", ", now.Select(file => file.Version))}.");
            lock (_refused) _files = now;
            // To follow the newest again is a wish that stands, also where the newest is refused now.
            if (version is null) _state.Set(Name, _state.Of(Name) with { Version = null });
            var wanted = now.FirstOrDefault(file => version is null || file.Version == version);
            if (wanted is not null && wanted != _currentFile)
            {
                lock (_refused) _refused.Remove(wanted);
                if (!TryLoad(wanted))
                {
                    lock (_refused) throw new GraftException($"Version '{wanted.Version}' of '{Name}' was refused: {_refused[wanted]}");
                }
            }
            _state.Set(Name, _state.Of(Name) with { Version = version });
        }
    }

    /// <summary>Goes back to the version that answered before.</summary>
    /// <returns>It.</returns>
    /// <exception cref="GraftException">There was none, or its file is gone or refused.</exception>
    public string RollBack()
    {
        var previous = _state.Of(Name).Previous ?? throw new GraftException($"No other version of '{Name}' has answered before.");
        Activate(previous);
        return previous;
    }

    public void Dispose() => Interlocked.Exchange(ref _current, null)?.Retire();

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

    private bool TryLoad(VersionFile file)
    {
        _loadingFile = file;
        Changed?.Invoke(file.Version, VersionState.Loading, null);
        try
        {
            var model = ServedModel.Open(file.Path, _limits);
            var version = new ServedVersion(Name, NameFor(file, model), model, _limits.MaxBatch ?? BatchMeasurement.Of(model));
            Warm(version);
            Replace(version, file);
            return true;
        }
        catch (Exception failure) when (failure is GraftException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // What clients read names no path of this machine.
            var reason = failure.Message.Replace(file.Path, Path.GetFileName(file.Path), StringComparison.Ordinal);
            lock (_refused) _refused[file] = reason;
            Changed?.Invoke(file.Version, VersionState.Refused, reason);
            return false;
        }
        finally
        {
            _loadingFile = null;
        }
    }

    private void Replace(ServedVersion version, VersionFile file)
    {
        Interlocked.Increment(ref _draining);
        var old = Interlocked.Exchange(ref _current, version);
        if (old is null) Interlocked.Decrement(ref _draining);
        else
        {
            var previousFile = _currentFile!.Version;
            old.Closed = () =>
            {
                Interlocked.Decrement(ref _draining);
                Changed?.Invoke(old.Version, VersionState.Standby, null);
            };
            if (previousFile != file.Version) _state.Set(Name, _state.Of(Name) with { Previous = previousFile });
            old.Retire();
        }
        _currentFile = file;
        Changed?.Invoke(version.Version, VersionState.Serving, null);
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
        if (file == _loadingFile) return VersionState.Loading;
        if (_refused.ContainsKey(file)) return VersionState.Refused;
        return file.Version == VersionFile.Alone || _currentFile is null || file.CompareTo(_currentFile) > 0 ? VersionState.Seen : VersionState.Standby;
    }

    private string NameOf(VersionFile file) => file.Version != VersionFile.Alone ? file.Version : file == _currentFile ? Current?.Version ?? "" : "";

    private static string NameFor(VersionFile file, ServedModel model) =>
        file.Version != VersionFile.Alone ? file.Version : (model.Manifest.ContentHash ?? "1")[..Math.Min(12, model.Manifest.ContentHash?.Length ?? 1)];
}
