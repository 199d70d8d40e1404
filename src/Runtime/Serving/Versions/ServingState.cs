using System.Text.Json;

namespace Graft.Runtime;

/// <summary>What is wanted of each model, kept in serving.json of the folder of models across restarts.</summary>
internal sealed class ServingState
{
    public const string FileName = "serving.json";

    private readonly Lock _gate = new();
    private readonly string? _path;
    private readonly Dictionary<string, WantedVersion> _wanted;

    /// <param name="folder">Of the models; null where nothing is kept.</param>
    /// <exception cref="GraftException">The file is not readable as what was written.</exception>
    public ServingState(string? folder)
    {
        _path = folder is null ? null : Path.Combine(folder, FileName);
        _wanted = _path is not null && File.Exists(_path) ? Read(_path) : [];
    }

    public WantedVersion Of(string model)
    {
        lock (_gate) return _wanted.GetValueOrDefault(model) ?? new WantedVersion(null, null);
    }

    /// <summary>Keeps it in the file and in memory, or in neither.</summary>
    /// <exception cref="GraftException">It cannot be written.</exception>
    public void Set(string model, WantedVersion wanted)
    {
        lock (_gate)
        {
            if (wanted == Of(model)) return;
            Write(new(_wanted) { [model] = wanted });
            _wanted[model] = wanted;
        }
    }

    /// <summary>Keeps it in memory at least: a folder that cannot be written to serves as well.</summary>
    /// <returns>Null, or why it is not in the file.</returns>
    public string? TrySet(string model, WantedVersion wanted)
    {
        lock (_gate)
            try
            {
                Set(model, wanted);
                return null;
            }
            catch (GraftException failure)
            {
                _wanted[model] = wanted;
                return failure.Message;
            }
    }

    private void Write(Dictionary<string, WantedVersion> wanted)
    {
        if (_path is not null)
            AtomicFile.WriteBytes(_path, JsonSerializer.SerializeToUtf8Bytes(wanted, ServingJson.Compact.DictionaryStringWantedVersion));
    }

    private static Dictionary<string, WantedVersion> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(TextFile.All(path), ServingJson.Compact.DictionaryStringWantedVersion) ?? [];
        }
        catch (Exception failure) when (failure is JsonException or GraftException)
        {
            throw new GraftException($"'{path}' is not what Graft writes there: {failure.Message}",
                cure: "Mend it, or delete it: the newest versions then answer.");
        }
    }
}

/// <summary>What is wanted of a model.</summary>
/// <param name="Version">The version that shall answer; null for the newest.</param>
/// <param name="Previous">The one that answered before, to which a rollback goes.</param>
internal sealed record WantedVersion(string? Version, string? Previous)
{
    /// <summary>The version that is tried beside it; null for none.</summary>
    public TrialWish? Trial { get; init; }

    /// <summary>The file that was tried last and went back.</summary>
    public TriedVersion? Tried { get; init; }
}
