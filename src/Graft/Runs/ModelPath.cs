namespace Graft;

/// <summary>The model file that is meant where a model is asked for: the file itself, or the folder of the run that wrote it.</summary>
internal static class ModelPath
{
    private const string ModelFile = RunFolder.ModelName, Arguments = RunFolder.Arguments;

    /// <summary>The file.</summary>
    /// <param name="path">A model file, or a folder with <c>model.onnx</c> in it.</param>
    /// <exception cref="GraftException">Nothing is there, the run has not finished, or the folder is none of a run.</exception>
    public static string Resolve(string path)
    {
        if (Directory.Exists(path)) return OfFolder(path);
        // Pipes and devices have no length; reading them might never end.
        if (File.Exists(path))
            return new FileInfo(path).Length > 0 ? path
                : throw new GraftException($"'{path}' is empty, or no file.", "Expected a model file.", "Write it again with `graft export RUN`.");
        throw new GraftException($"There is no model file or run '{path}'.", "Expected a model.onnx, or the folder of a run.", Nearby(path));
    }

    private static string OfFolder(string folder)
    {
        var file = Path.Combine(folder, ModelFile);
        if (File.Exists(file)) return file;
        if (File.Exists(Path.Combine(folder, Arguments)))
            throw new GraftException($"The run '{folder}' has not finished: it has no {ModelFile}.",
                cure: $"Go on with `{RunFolder.Open(folder).ResumeCommand}`.");
        var runs = RunsIn(folder);
        throw new GraftException($"The folder '{folder}' has no {ModelFile}.", "Expected a model file, or the folder of a run.",
            runs.Count > 0 ? $"Runs in it: {string.Join(", ", runs)}." : "Give the folder that `graft train` named.");
    }

    private static List<string> RunsIn(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Where(run => File.Exists(Path.Combine(run, ModelFile))).Order(StringComparer.Ordinal)];

    private static string Nearby(string path)
    {
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (parent is null || !Directory.Exists(parent)) return "Check the path.";
        var names = Directory.EnumerateFileSystemEntries(parent).Select(entry => Path.GetFileName(entry)!);
        return Spelling.Nearest(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), names) is { } nearest ? $"Did you mean '{nearest}'?"
            : "Check the path.";
    }
}
