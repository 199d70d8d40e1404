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

    /// <exception cref="GraftException">It cannot be written.</exception>
    public void Set(string model, WantedVersion wanted)
    {
        lock (_gate)
        {
            if (wanted == Of(model)) return;
            _wanted[model] = wanted;
            if (_path is null) return;
            AtomicFile.WriteBytes(_path, JsonSerializer.SerializeToUtf8Bytes(_wanted, RuntimeJson.Compact.DictionaryStringWantedVersion));
        }
    }

    private static Dictionary<string, WantedVersion> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), RuntimeJson.Compact.DictionaryStringWantedVersion) ?? [];
        }
        catch (JsonException failure)
        {
            throw new GraftException($"'{path}' is not what Graft writes there: {failure.Message}",
                cure: "Mend it, or delete it: the newest versions then answer.");
        }
    }
}

/// <summary>What is wanted of a model.</summary>
/// <param name="Version">The version that shall answer; null for the newest.</param>
/// <param name="Previous">The one that answered before, to which a rollback goes.</param>
internal sealed record WantedVersion(string? Version, string? Previous);
