using System.Text.Json;
using System.Text.Json.Nodes;
using Graft.Networks;

namespace Graft;

/// <summary><c>args.json</c>: what a run was asked for, enough to go on with it from any folder.</summary>
internal static class RunArguments
{
    private const string FileName = RunFolder.Arguments, TaskKey = "task", VersionKey = "graft", FolderKey = "workingFolder";

    /// <summary>
    /// Properties that may be changed when a run is resumed, with the pieces of the checkpoint's job that they change. Those without a piece change no
    /// number of the training.
    /// </summary>
    public static IReadOnlyDictionary<string, string[]> Changeable { get; } = new Dictionary<string, string[]>
    {
        [nameof(TrainRequest.Epochs)] = ["epochs"],
        [nameof(TrainRequest.LearningRate)] = ["learning rates"],
        [nameof(TrainRequest.Patience)] = ["patience"],
        [nameof(TrainRequest.Against)] = [],
        [nameof(TrainRequest.Workers)] = [],
        [nameof(TrainRequest.Ranks)] = [],
        [nameof(TrainRequest.StepTimeout)] = [],
        [nameof(TrainRequest.CheckpointMinutes)] = [],
        [nameof(TrainRequest.SecondsLimit)] = [],
        [nameof(TrainRequest.KeepState)] = [],
        [nameof(TrainRequest.Log)] = [],
    };

    /// <summary>Records a request.</summary>
    public static void Write(RunFolder folder, TrainRequest request)
    {
        var arguments = JsonSerializer.SerializeToNode(request, request.GetType(), Json.Options)!.AsObject();
        arguments.Insert(0, TaskKey, request.Task.Name());
        arguments[VersionKey] = RunEnvironment.Version;
        arguments[FolderKey] = Environment.CurrentDirectory;
        folder.WriteJson(FileName, arguments);
    }

    /// <summary>The request of a run, its paths as seen from here.</summary>
    /// <exception cref="GraftException">The folder has no args.json, or it cannot be read.</exception>
    public static TrainRequest Read(RunFolder folder)
    {
        const string cure = "Start a new run with `graft train DATA`.";
        try
        {
            var arguments = JsonNode.Parse(File.ReadAllText(folder[FileName]))!.AsObject();
            var task = TaskKinds.Parse(arguments[TaskKey]?.GetValue<string>()
                ?? throw new GraftException($"'{folder[FileName]}' does not say which task it is for.", "An older version wrote it.", cure));
            var request = (TrainRequest)arguments.Deserialize(TaskTable.Of(task).RequestType, Json.Options)!;
            var from = arguments[FolderKey]?.GetValue<string>() ?? Environment.CurrentDirectory;
            return request with
            {
                Data = From(from, request.Data),
                Add = request.Add is { } more ? From(from, more) : null,
                Against = request.Against is { } other ? From(from, other) : null,
                Weights = request.Weights is { } weights ? From(from, weights) : null,
                Model = HubRepository.IsOne(Path.Combine(from, request.Model)) ? From(from, request.Model) : request.Model,
                Project = Path.GetDirectoryName(folder.FullPath)!,
                Name = folder.Name,
            };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or NullReferenceException or IOException)
        {
            throw new GraftException($"'{folder[FileName]}' cannot be read: {failure.Message}", "It is written whole by a training.", cure, failure);
        }
    }

    /// <summary>What of a run may be gone on with, after the user's changes.</summary>
    /// <returns>The pieces of the checkpoint's job that may differ.</returns>
    /// <exception cref="ProblemsException">A change that a resumed run cannot take; all are named.</exception>
    public static IReadOnlySet<string> ChangesOf(TrainRequest original, TrainRequest changed)
    {
        var differing = original.GetType().GetProperties()
            .Where(property => property.CanWrite && !Same(property.GetValue(original), property.GetValue(changed)))
            .Select(property => property.Name).ToList();
        List<Problem> problems = [.. differing
            .Where(name => !Changeable.ContainsKey(name))
            .Select(name => new Problem(name, "It cannot be changed when a run is resumed.", "Leave it out, or start a new run."))];
        if (problems.Count > 0) throw new ProblemsException("The resumed run", problems);
        return differing.SelectMany(name => Changeable[name]).ToHashSet(StringComparer.Ordinal);
    }

    private static bool Same(object? one, object? other) =>
        Equals(one, other) || JsonSerializer.Serialize(one, Json.Compact) == JsonSerializer.Serialize(other, Json.Compact);

    // A path is where it was when the run began, or, in a copy of everything elsewhere, as seen from the folder of today.
    private static string From(string folder, string path)
    {
        var then = Path.GetFullPath(Path.Combine(folder, path));
        return Path.Exists(then) ? Shell.Short(then) : path;
    }
}
