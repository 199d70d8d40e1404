namespace Graft;

/// <summary>Where a training's run lies.</summary>
internal static class RunPlace
{
    private const string Checkpoint = "state.json";

    /// <summary>Refuses to go on from a checkpoint that is not there: starting from scratch instead is not what was asked for.</summary>
    /// <exception cref="GraftException">The run has no checkpoint; the project's runs that have one are named.</exception>
    public static void RequireCheckpoint(TrainRequest request)
    {
        var run = Path.Combine(request.Project, NameOf(request));
        if (!request.Resume || File.Exists(Path.Combine(run, Checkpoint))) return;
        List<string> others = Directory.Exists(request.Project)
            ? [.. Directory.EnumerateDirectories(request.Project).Where(folder => File.Exists(Path.Combine(folder, Checkpoint))).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)]
            : [];
        throw new GraftException($"'{run}' has no checkpoint to go on from.",
            others.Count > 0 ? $"Runs of '{request.Project}' that have one: {string.Join(", ", others)}." : $"No run of '{request.Project}' has one.",
            others.Count > 0 ? "Name one with --name, or leave --resume out to start from the beginning." : "Leave --resume out to start from the beginning.");
    }

    /// <summary>Makes the folder, or goes on in the one that is there.</summary>
    /// <exception cref="GraftException">The folder cannot be made.</exception>
    public static RunFolder Create(TrainRequest request) => RunFolder.Create(request.Project, NameOf(request), request.ExistOk || request.Resume);

    private static string NameOf(TrainRequest request) => request.Name
        ?? (Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Data))) is { Length: > 0 } name ? name : "run");
}
