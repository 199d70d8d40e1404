namespace Graft.Runtime;

/// <summary>Every model that is served: single files by name, and a folder with a folder for each model and a file for each version.</summary>
internal sealed class ServedModels : IDisposable
{
    private const string NameRule = "The folder's name is a part of addresses: up to 64 letters of English, digits, '-', '_' and '.' are expected.";

    private readonly Dictionary<string, ServedName> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unnamed = new(StringComparer.Ordinal), _troubled = new(StringComparer.Ordinal);
    private readonly ServingLimits _limits;
    private readonly string? _folder;
    private readonly double _newVersionShare;
    private readonly ServingState _state;
    private readonly CancellationTokenSource _stop = new();
    private Task _polling = Task.CompletedTask;

    /// <param name="files">Model files by the names they are served under.</param>
    /// <param name="folder">A folder of models; null for none.</param>
    /// <param name="limits">Of the service.</param>
    /// <param name="newVersionShare">Share of the requests that a new version answers at first.</param>
    /// <exception cref="GraftException">The folder is missing, or its serving.json is not ours.</exception>
    public ServedModels(IEnumerable<KeyValuePair<string, string>> files, string? folder, ServingLimits limits, double newVersionShare = 1)
    {
        if (folder is not null && !Directory.Exists(folder))
            throw new GraftException($"There is no folder '{folder}'.", "A folder with a folder for each model is expected.", "mkdir it, or check the path.");
        (_limits, _folder, _state, _newVersionShare) = (limits, folder, new ServingState(folder), newVersionShare);
        var alone = new ServingState(folder: null);
        foreach (var (name, path) in files)
        {
            Check(name);
            if (!_names.TryAdd(name, new ServedName(name, () => VersionFile.Find(path, VersionFile.Alone) is { } file ? [file] : [], limits, alone)))
                throw new GraftException($"Two models are called '{name}'.", "Every model has a name of its own.", "Give one as NAME=FILE.");
        }
    }

    public IReadOnlyList<ServedName> Names
    {
        get
        {
            lock (_names) return [.. _names.Values.OrderBy(name => name.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Told of each change: model, version, state, reason.</summary>
    public Action<string, string, VersionState, string?>? Changed { get; set; }

    /// <summary>Whether every model answers.</summary>
    public bool AllServe => Names is { Count: > 0 } names && names.All(name => name.Current is not null);

    /// <summary>Told of what somebody should look at: model, version, reason.</summary>
    public Action<string, string, string>? Doubted { get; set; }

    /// <summary>Told why a switch of its own is not written down: model and reason.</summary>
    public Action<string, string>? NotKept { get; set; }

    public ServedName? Find(string name)
    {
        lock (_names) return _names.GetValueOrDefault(name);
    }

    /// <summary>Loads everything, and looks for changes from then on.</summary>
    /// <param name="interval">How often.</param>
    /// <param name="isOptional">Whether there may be no model: something else is served.</param>
    /// <exception cref="GraftException">A file that was named is refused, or there is no model at all.</exception>
    public void Open(TimeSpan interval, bool isOptional = false)
    {
        Poll(isFirst: true);
        foreach (var name in Names.Where(name => name.Current is null))
            throw new GraftException($"The model '{name.Name}' cannot be served: {name.Reason ?? "its file does not exist."}");
        if (Names.Count == 0 && (!isOptional || _folder is not null))
            throw new GraftException(_unnamed.Count == 0 ? $"There is no model in '{_folder}'."
                : $"No model in '{_folder}' has a name that it can be served under: {string.Join(", ", _unnamed.Order(StringComparer.Ordinal))}.",
                "A folder for each model with a file for each version is expected: photos/1.onnx.", _unnamed.Count == 0 ? "" : NameRule);
        // It would have no effect on any of them.
        var tasks = Names.Select(name => TaskKinds.Parse(name.Current!.Model.Manifest.Task)).ToList();
        if (tasks.Count > 0 && tasks.All(task => AbstainingTasks.WhyNot(task) is not null)) AbstainingTasks.Require(tasks[0], _limits.Abstain);
        _polling = Task.Run(() => PollOn(interval));
    }

    /// <summary>Looks once. After the start what goes wrong with one model is told once, and changes nothing about the others.</summary>
    public void Poll(bool isFirst = false)
    {
        Look("", FindFolders, isFirst);
        foreach (var name in Names)
        {
            name.Changed ??= (version, state, reason) => Changed?.Invoke(name.Name, version, state, reason);
            name.Doubted ??= (version, reason) => Doubted?.Invoke(name.Name, version, reason);
            name.NotKept ??= reason => NotKept?.Invoke(name.Name, reason);
            Look(name.Name, () => name.Poll(isFirst), isFirst);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _polling.Wait();
        _stop.Dispose();
        foreach (var name in Names) name.Dispose();
    }

    /// <summary>What can stand in an address and in a label of a metric.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && !name.StartsWith('.') && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static void Check(string name)
    {
        if (!IsName(name))
            throw new GraftException($"A model cannot be called '{name}'.", "Up to 64 letters, digits, '-', '_' and '.' are expected.",
                "Give it as NAME=FILE.");
    }

    private void FindFolders()
    {
        if (_folder is null) return;
        foreach (var folder in Directory.EnumerateDirectories(_folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(folder);
            if (Find(name) is not null || VersionFile.In(folder).Count == 0) continue;
            if (!IsName(name))
            {
                if (_unnamed.Add(name)) Changed?.Invoke(name, "", VersionState.Refused, NameRule);
                continue;
            }
            lock (_names) _names[name] = new ServedName(name, () => VersionFile.In(folder), _limits, _state) { NewVersionShare = _newVersionShare };
        }
    }

    // The disk may be away for a while; what is loaded answers on.
    private void Look(string name, Action look, bool isFirst)
    {
        try
        {
            look();
            _troubled.Remove(name);
        }
        catch (Exception failure) when (!isFirst)
        {
            if (_troubled.Add(name)) Changed?.Invoke(name, "", VersionState.Refused, $"Its files cannot be looked at: {failure.Message}");
        }
    }

    private async Task PollOn(TimeSpan interval)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false)) Poll();
        }
        catch (OperationCanceledException)
        {
        }
    }
}
