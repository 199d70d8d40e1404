using System.Text.Json;

namespace Graft;

/// <summary>A run's files: <c>runs/&lt;task&gt;/&lt;name&gt;/</c>. Every file is written whole or not at all.</summary>
public sealed class RunFolder
{
    private RunFolder(string path) => FullPath = path;

    /// <summary>Full path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>Name of the run.</summary>
    public string Name => Path.GetFileName(FullPath);

    /// <summary>The model file a run ends with.</summary>
    public string Model => this["model.onnx"];

    /// <summary>The report.</summary>
    public string Report => this["report.html"];

    /// <summary>Folder of the checkpoints.</summary>
    public string Weights => this["weights"];

    /// <summary>Path of a file in the folder.</summary>
    public string this[string file] => Path.Combine(FullPath, file);

    /// <summary>Makes the folder; a name already taken gets the next free number unless <paramref name="existOk"/>.</summary>
    /// <exception cref="GraftException">The folder cannot be made.</exception>
    public static RunFolder Create(string project, string name, bool existOk)
    {
        if (name.Length == 0 || name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || name is "." or "..")
            throw new GraftException($"'{name}' cannot be the name of a run.", "It becomes the name of a folder.", "Choose another --name.");
        var path = Path.GetFullPath(Path.Combine(project, name));
        for (var number = 2; !existOk && Directory.Exists(path); number++)
            path = Path.GetFullPath(Path.Combine(project, $"{name}{number}"));
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GraftException($"The run folder '{path}' cannot be made: {failure.Message}", cure: "Choose another --project.", inner: failure);
        }
        return new RunFolder(path);
    }

    /// <summary>An existing run, for resuming and exporting.</summary>
    /// <exception cref="GraftException">It is not the folder of a run.</exception>
    public static RunFolder Open(string path)
    {
        if (!File.Exists(Path.Combine(path, "args.json")))
            throw new GraftException($"'{path}' is not the folder of a run: it has no args.json.", "Expected runs/<task>/<name>.", "Give the folder that `graft train` named.");
        return new RunFolder(Path.GetFullPath(path));
    }

    /// <summary>Writes an object as JSON.</summary>
    public void WriteJson<T>(string file, T value) => AtomicFile.WriteText(this[file], JsonSerializer.Serialize(value, Json.Options) + "\n");

    /// <summary>Reads an object back.</summary>
    public T ReadJson<T>(string file) => JsonSerializer.Deserialize<T>(File.ReadAllText(this[file]), Json.Options)
        ?? throw new GraftException($"'{this[file]}' is empty.", cure: "Start the run again.");
}
