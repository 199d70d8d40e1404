using System.Text.Json;
using System.Text.Json.Nodes;
using Graft.Data;
using Graft.Networks;
using Graft.Training;

namespace Graft;

/// <summary>Trains a finished run again from its folder alone, whatever its task, and compares.</summary>
internal static class RunReplay
{
    private const string Kept = "best.safetensors", Last = "last.safetensors";

    /// <summary>Trains anew into a folder of its own.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="options">What has moved, where to, and how near.</param>
    /// <param name="progress">Hears what happens.</param>
    /// <param name="cancellation">Stops after the step under way.</param>
    /// <exception cref="ProblemsException">Images, annotations or weights are gone, new or changed: all are named, and nothing was written.</exception>
    /// <exception cref="GraftException">It is no finished run.</exception>
    public static ReplayResult Run(string path, ReplayOptions options, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var folder = RunFolder.Open(path);
        var missing = new[] { folder.Model, folder[RunFolder.Metrics], Path.Combine(folder.Weights, Kept) }.Where(file => !File.Exists(file)).ToList();
        if (missing.Count > 0)
            throw new GraftException($"'{path}' cannot be compared with: it has no {Words.And(missing.Select(file => Path.GetFileName(file)))}.",
                "Expected the folder of a finished run.", folder.IsFinished ? "Bring the files back." : $"Go on with `{folder.ResumeCommand}`.");
        var original = RunArguments.Read(folder);
        if (original.Ranks > 1)
            throw new GraftException($"'{path}' was trained by {original.Ranks} processes, and a replay is one, which rounds otherwise.",
                "Expected a run of one process.", "Train again with as many ranks, and compare the metrics.");
        var replay = Of(folder);
        var request = Moved(original, options) with
        {
            Project = options.Project ?? Path.GetDirectoryName(folder.FullPath)!,
            Name = options.Name ?? $"{folder.Name}-replay",
            ExistOk = options.ExistOk,
            Against = null, // another file, which decides no number
            KeepState = false,
            Log = null,
            SecondsLimit = null, // by the step at which it ended the run
            Replay = replay,
            Ranks = 1,
        };
        if (OutputPlace.IsSame(Path.Combine(request.Project, request.Name), folder.FullPath) && request.ExistOk)
            throw new GraftException($"'{path}' is the run itself, and would be written over.", cure: $"Choose another {Flag.Of("--name")}.");
        RequirePlaces(path, request);
        var (here, there) = (RunMachine.This(), replay.Inputs?.Machines ?? []);
        List<string> changes = [.. Notes(folder, replay, here)];
        foreach (var note in changes) progress?.Report(new RunEvent.Message(note, IsWarning: true));
        var result = Train(request, progress, cancellation);
        return new ReplayResult
        {
            Run = folder.FullPath,
            Replay = result.Folder.FullPath,
            IsSameMachine = changes.Count == 0,
            Notes = changes,
            Weights = WeightsComparison.Of(Path.Combine(folder.Weights, Kept), Path.Combine(result.Folder.Weights, Kept)),
            LastWeights = Path.Combine(folder.Weights, Last) is var last && File.Exists(last) && replay.Engine is not null
                ? WeightsComparison.Of(last, Path.Combine(result.Folder.Weights, Last)) : null,
            Metrics = ReplayResult.Compare(folder, result.Folder),
            Tolerance = options.Tolerance ?? ReplayOptions.DefaultTolerance,
            HasOwnTolerance = options.Tolerance is not null,
        };
    }

    /// <summary>What is repeated of a run.</summary>
    private static Replay Of(RunFolder folder)
    {
        var transfer = Read(folder, "transfer.json");
        return new Replay(folder, Read(folder, "split.json").Deserialize<SplitRecord>(Json.Options)!)
        {
            Inputs = RunInputs.Read(folder),
            Engine = transfer["engine"]?.Deserialize<EngineChoice>(Json.Options),
            LastStep = transfer["lastStep"]?.Deserialize<LastStep>(Json.Options),
        };
    }

    private static JsonNode Read(RunFolder folder, string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(folder[file]))!.AsObject();
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw new GraftException($"'{folder[file]}' cannot be read: {failure.Message}", "It is written whole by a training.",
                "Bring it back; a replay repeats what it says.", failure);
        }
    }

    private static TrainRequest Moved(TrainRequest request, ReplayOptions options) => request with
    {
        Data = options.Data is { } data ? Found(data, request.Data) : request.Data,
        Add = options.Add is { } add && request.Add is { } more ? Found(add, more) : request.Add,
        Weights = options.Weights ?? request.Weights,
    };

    // Where the run was given a file, a folder that holds it will do.
    private static string Found(string given, string before) =>
        Directory.Exists(given) && Path.Combine(given, Path.GetFileName(before)) is var file && File.Exists(file) ? file : given;

    private static void RequirePlaces(string path, TrainRequest request)
    {
        List<Problem> problems = [];
        var elsewhere = $"Bring them back, or say where they are: `graft replay {Shell.Quote(Shell.Short(path))} --data PLACE`";
        if (!Path.Exists(request.Data)) problems.Add(new(request.Data, "The data of the run are not there.", $"{elsewhere}."));
        if (request.Add is { } add && !Path.Exists(add))
            problems.Add(new(add, "The images that were added are not there.", $"{elsewhere}, or {Flag.Of("--add")}."));
        if (request.Weights is { } weights && !HubAddress.IsOne(weights) && !Path.Exists(weights))
            problems.Add(new(weights, "The weights that the run began with are not there.",
                $"Bring them back, or say where they are with {Flag.Of("--weights")}."));
        if (problems.Count > 0) throw new ProblemsException($"The replay of '{path}'", problems);
    }

    private static IEnumerable<string> Notes(RunFolder folder, Replay replay, RunMachine here)
    {
        var version = Read(folder, RunFolder.Arguments)["graft"]?.GetValue<string>();
        if (version != RunEnvironment.Version)
            yield return $"the run was made by Graft {version ?? "of another version"}, and this is {RunEnvironment.Version}";
        if (replay.Inputs is not { } inputs)
        {
            yield return "an older version made the run, which does not say on which machine: equal numbers cannot be expected";
            yield break;
        }
        if (inputs.Machines.Count > 1) yield return "the run was resumed on another machine than it began on";
        // The threads of the trainer are those of the run.
        foreach (var difference in inputs.Machines[^1].Differences(here with { Threads = inputs.Machines[^1].Threads })) yield return difference;
        if (inputs.Changed.Count > 0)
            yield return $"{Words.And(inputs.Changed)} were changed when the run was resumed, and a replay has them from the beginning";
    }

    private static ITrainResult Train(TrainRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        try
        {
            return TaskTable.Of(request.Task).Train(request, progress, cancellation);
        }
        catch (ProblemsException refusal) when (!request.Replay!.IsCompared && Missing(request) is { Count: > 0 } gone)
        {
            // The data cannot even be read: what is gone is the likely reason.
            throw new ProblemsException($"The replay of '{Shell.Short(request.Replay.Folder.FullPath)}'", [.. gone, .. refusal.Problems]);
        }
    }

    private static IReadOnlyList<Problem> Missing(TrainRequest request)
    {
        if (request.Replay!.Inputs is not { } inputs || !Directory.Exists(request.Data)) return [];
        var names = inputs.Images.Keys.Except(request.Replay.Split.Added ?? []).ToList(); // these lie elsewhere
        var gone = names.Where(name => !File.Exists(Path.Combine(request.Data, name))).ToList();
        // With none in its place, names are not relative to the folder.
        return gone.Count == names.Count ? [] : InputDifferences.Gone(gone);
    }
}
