using System.Text.Json;

namespace Graft;

/// <summary>A run's files: <c>runs/&lt;task&gt;/&lt;name&gt;/</c>. Every file is written whole or not at all.</summary>
public sealed class RunFolder : IDisposable
{
    /// <summary>Names of the files by which a run is known.</summary>
    internal const string Arguments = "args.json", ModelName = "model.onnx", Metrics = "metrics.json", Compared = "compare";

    private const string State = "state.json", Samples = "samples_val", LockName = "run.lock";

    // What a run writes. A run that takes the folder of another begins without it, so that nothing of the two is mixed.
    private static readonly string[] Outputs =
    [
        Arguments, RunInputs.FileName, State, MlflowLog.FileName, "events.jsonl", "results.csv", "transfer.json", "split.json", RunRanges.FileName,
        ModelName, "model.fp16.onnx", "model.int8.onnx", Metrics, "predictions.csv", "predictions.json",
        "curves.png", "confusion_matrix.png", "pr_curve.png", "samples_train.jpg", "samples_val.jpg", "report.html",
    ];

    private readonly FileStream? _lock;

    private RunFolder(string path, FileStream? held = null, bool isNew = false) => (FullPath, _lock, IsNew) = (path, held, isNew);

    /// <summary>Full path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>Name of the run.</summary>
    public string Name => Path.GetFileName(FullPath);

    /// <summary>The model file a run ends with.</summary>
    public string Model => this[ModelName];

    /// <summary>The report.</summary>
    public string Report => this["report.html"];

    /// <summary>Folder of the checkpoints.</summary>
    public string Weights => this["weights"];

    /// <summary>Path of a file in the folder.</summary>
    public string this[string file] => Path.Combine(FullPath, file);

    /// <summary>Whether this run made the folder.</summary>
    internal bool IsNew { get; }

    /// <summary>Whether the run ended with a model file.</summary>
    internal bool IsFinished => File.Exists(Model);

    /// <summary>Whether there is a checkpoint to go on from.</summary>
    internal bool HasState => File.Exists(this[State]);

    /// <summary>The command that goes on with the run.</summary>
    internal string ResumeCommand => $"graft train --resume {Shell.Quote(Shell.Short(FullPath))}";

    /// <summary>Name of a request's run: the one given, or that of the data's folder or file.</summary>
    internal static string NameOf(TrainRequest request)
    {
        if (request.Name is { } given) return given;
        var data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Data));
        var name = Directory.Exists(data) ? Path.GetFileName(data) : Path.GetFileNameWithoutExtension(data);
        return name.Length > 0 ? name : "run";
    }

    /// <summary>Refuses a name that cannot be a folder's.</summary>
    /// <exception cref="GraftException">It cannot.</exception>
    internal static void RequireName(string name)
    {
        if (name.Length == 0 || name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || name is "." or "..")
            throw new GraftException($"'{name}' cannot be the name of a run.", "It becomes the name of a folder.", $"Choose another {Flag.Of("--name")}.");
    }

    /// <summary>
    /// Makes the folder and keeps other processes out of it until disposal;
    /// a name already taken gets the next free number unless <paramref name="existOk"/>.
    /// </summary>
    /// <exception cref="GraftException">The folder cannot be made, or another process writes into it.</exception>
    internal static RunFolder Lock(string project, string name, bool existOk)
    {
        while (true)
        {
            // A folder whose lock another process took in between exists, so the next round goes on to the next name.
            var folder = Create(project, name, existOk);
            if (TryLock(folder.FullPath) is { } held) return new RunFolder(folder.FullPath, held, folder.IsNew);
            if (existOk) throw InUse(folder.FullPath);
        }
    }

    /// <summary>Makes the folder; a name already taken gets the next free number unless <paramref name="existOk"/>.</summary>
    /// <exception cref="GraftException">The folder cannot be made.</exception>
    internal static RunFolder Create(string project, string name, bool existOk)
    {
        RequireName(name);
        var path = Path.GetFullPath(Path.Combine(project, name));
        // flowers.v1.5 and its second run: flowers.v1.5-2, which is not read as 1.52.
        var separator = char.IsAsciiDigit(name[^1]) ? "-" : "";
        for (var number = 2; !existOk && Directory.Exists(path); number++) path = Path.GetFullPath(Path.Combine(project, $"{name}{separator}{number}"));
        try
        {
            var isNew = !Directory.Exists(path);
            Directory.CreateDirectory(path);
            return new RunFolder(path, isNew: isNew);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GraftException($"The run folder '{path}' cannot be made: {failure.Message}", cure: $"Choose another {Flag.Of("--project")}.",
                inner: failure);
        }
    }

    /// <summary>An existing run, to read from.</summary>
    /// <exception cref="GraftException">It is not the folder of a run.</exception>
    public static RunFolder Open(string path)
    {
        if (!File.Exists(Path.Combine(path, Arguments)))
            throw new GraftException($"'{path}' is not the folder of a run: it has no args.json.",
                "Expected runs/<task>/<name>.", "Give the folder that `graft train` named.");
        return new RunFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
    }

    /// <summary>An existing run, to go on with.</summary>
    /// <exception cref="GraftException">It is not the folder of a run, another process writes into it, or nothing is left to go on from.</exception>
    internal static RunFolder OpenToResume(string path)
    {
        var folder = Open(path);
        RequireResumable(folder);
        return new RunFolder(folder.FullPath, TryLock(folder.FullPath) ?? throw InUse(folder.FullPath));
    }

    /// <exception cref="GraftException">Nothing is left to go on from.</exception>
    internal static void RequireResumable(RunFolder folder)
    {
        if (folder is { IsFinished: true, HasState: false })
            throw new GraftException($"The run '{folder.FullPath}' is finished, and what resuming needs was dropped.", $"{Flag.Of("--keep-state")} keeps it.",
                $"Start a new run from its weights: {Flag.Of("--weights", Shell.Quote(Shell.Short(Path.Combine(folder.Weights, "best.safetensors"))))}.");
    }

    /// <summary>Writes an object as JSON.</summary>
    internal void WriteJson<T>(string file, T value) => AtomicFile.WriteText(this[file], JsonSerializer.Serialize(value, Json.Options) + "\n");

    /// <summary>Deletes what only going on with the training needs.</summary>
    internal void DropResumeState()
    {
        File.Delete(this[State]);
        if (!Directory.Exists(Weights)) return;
        foreach (var file in Directory.EnumerateFiles(Weights, "resume-*.safetensors")) File.Delete(file);
    }

    /// <summary>Takes a folder back that this run made, where nothing was learned.</summary>
    internal void Discard()
    {
        Dispose();
        Directory.Delete(FullPath, recursive: true);
    }

    /// <summary>Lets other processes write into the folder.</summary>
    public void Dispose() => _lock?.Dispose();

    /// <summary>Deletes what an earlier run left in the folder: its metrics must not stand beside another run's model file. Other files stay.</summary>
    internal void Clear()
    {
        if (!File.Exists(this[Arguments])) return;
        DropResumeState();
        foreach (var file in Outputs) File.Delete(this[file]);
        foreach (var file in Directory.EnumerateFiles(FullPath, $"{TensorBoardLog.Prefix}*")) File.Delete(file);
        foreach (var file in new[] { "best.safetensors", "last.safetensors" }) File.Delete(Path.Combine(Weights, file));
        if (Directory.Exists(this[Compared]))
            foreach (var file in CompareFiles.All) File.Delete(Path.Combine(this[Compared], file));
        if (!Directory.Exists(this[Samples])) return;
        foreach (var image in Directory.EnumerateFiles(this[Samples], "??.jpg")) File.Delete(image);
    }

    // The system frees the lock with the process that holds it, however that ends.
    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new GraftException($"The run folder '{path}' cannot be written: {failure.Message}",
                cure: $"Choose another {Flag.Of("--project")} or {Flag.Of("--name")}.", inner: failure);
        }
    }

    private static GraftException InUse(string path) =>
        new($"Another process writes into the run folder '{path}'.", "One run at a time can use a folder.",
            $"Wait for it, or choose another {Flag.Of("--name")}.");
}
