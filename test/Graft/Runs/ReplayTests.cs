using Graft.Imaging;
using Graft.Networks;

namespace Graft.Tests.Runs;

/// <summary>A run trained again from its folder: the same numbers for every task, or what has changed since, by name.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly TestFolder _folder = new();

    /// <summary>The default strategy of every task, and what is solved without steps; `replay` of the bench goes through all.</summary>
    public static TheoryData<TaskKind, Strategy> Strategies
    {
        get
        {
            var data = new TheoryData<TaskKind, Strategy>();
            foreach (var kind in TinyRequests.Kinds)
                foreach (var strategy in TinyRequests.StrategiesOf(kind))
                    if (strategy is Strategy.Probe or Strategy.Adapt || strategy == TaskDefaults.Of(kind).Strategy) data.Add(kind, strategy);
            return data;
        }
    }

    public static TheoryData<TaskKind> Kinds => [.. TinyRequests.Kinds];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Strategies))]
    public void A_run_of_every_task_gives_the_same_numbers_from_data_that_were_moved(TaskKind kind, Strategy strategy)
    {
        var request = TinyRequests.With(strategy, TinyRequests.Of(kind, _folder));
        TaskTable.Of(kind).Train(request, null, default);
        Directory.CreateDirectory(_folder["far/away"]);
        var moved = _folder[$"far/away/{Path.GetFileName(request.Data)}"];
        Directory.Move(request.Data, moved);

        var result = RunReplay.Run(_folder["runs/run"], new() { Data = moved, Project = _folder["again"] }, null, default);

        Assert.Equal(ReplayVerdict.Equal, result.Verdict);
        Assert.True(result.IsSameMachine, string.Join("; ", result.Notes));
        Assert.True(result.Weights.Tensors > 0);
        Assert.NotEmpty(result.Metrics);
        Assert.Equal(strategy is not (Strategy.Probe or Strategy.Adapt), result.LastWeights is not null);
        Assert.Equal(_folder["again/run-replay"], result.Replay);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void What_is_gone_new_or_changed_is_named_and_nothing_is_trained(TaskKind kind)
    {
        var request = TinyRequests.Of(kind, _folder);
        TaskTable.Of(kind).Train(request, null, default);
        string[] images = [.. Directory.EnumerateFiles(request.Data, "*.png", SearchOption.AllDirectories)
            .Where(file => !file.Contains("masks")).Order(StringComparer.Ordinal)];
        File.Delete(images[0]);
        var width = ImageFile.Decode(images[5]).Width; // and of every second one
        File.WriteAllBytes(images[1], ImageEncoder.EncodePng(TinyScenes.Make(999, width, 64).Image));
        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(images[2])!, "more.png"), ImageEncoder.EncodePng(TinyScenes.Make(998, width, 64).Image));
        if (kind == TaskKind.Segment)
        {
            File.Copy(images[5].Replace("images", "masks"), Path.Combine(Path.GetDirectoryName(images[2])!.Replace("images", "masks"), "more.png"));
            File.Copy(images[5].Replace("images", "masks"), images[3].Replace("images", "masks"), overwrite: true); // of the same size
        }
        else if (File.Exists(LabelsOf(images[3]))) File.AppendAllText(LabelsOf(images[3]), "0 0.1 0.1 0.3 0.1 0.3 0.3\n");

        var refusal = Assert.Throws<ProblemsException>(() => RunReplay.Run(_folder["runs/run"], new(), null, default));

        string Name(int at) => Path.GetRelativePath(request.Data, images[at]).Replace('\\', '/');
        Assert.Contains(refusal.Problems, problem => problem.Where == Name(0) && problem.What == "It is gone since.");
        Assert.Contains(refusal.Problems, problem => problem.Where == Name(1) && problem.What == "Its file has changed since.");
        Assert.Contains(refusal.Problems, problem => problem.Where.EndsWith("more.png") && problem.What.StartsWith("It is new since"));
        if (kind is not (TaskKind.Classify or TaskKind.Identities))
            Assert.Contains(refusal.Problems, problem => problem.Where == Name(3) && problem.What == "What is annotated on it has changed since.");
        Assert.False(Directory.Exists(_folder["runs/run-replay"]));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_resumed_run_is_replayed_as_one_that_was_not_stopped(TaskKind kind)
    {
        var (row, request) = (TaskTable.Of(kind), TinyRequests.Of(kind, _folder) with { Epochs = 2 });
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => row.Train(request, new Until(stop), stop.Token));
        row.Resume(_folder["runs/run"], same => same, null, default);
        Assert.Equal(ReplayVerdict.Equal, RunReplay.Run(_folder["runs/run"], new(), null, default).Verdict);
    }

    [Fact]
    public void A_run_of_an_older_version_is_replayed_by_its_names_and_its_one_hash()
    {
        var request = TinyRequests.Of(TaskKind.Classify, _folder);
        TaskTable.Of(TaskKind.Classify).Train(request, null, default);
        File.Delete(_folder["runs/run/inputs.json"]);
        var result = RunReplay.Run(_folder["runs/run"], new(), null, default);
        Assert.Equal((ReplayVerdict.Equal, false), (result.Verdict, result.IsSameMachine));
        Assert.Contains("an older version made the run", Assert.Single(result.Notes));

        File.WriteAllBytes(_folder["photos/even/00.png"], ImageEncoder.EncodePng(TinyScenes.Make(999, 72, 64).Image));
        File.Move(_folder["photos/odd/01.png"], _folder["photos/odd/0.png"]);
        var refusal = Assert.Throws<ProblemsException>(() => RunReplay.Run(_folder["runs/run"], new(), null, default));
        Assert.Equal(["odd/01.png", "odd/0.png"], refusal.Problems.Select(problem => problem.Where));
        File.Move(_folder["photos/odd/0.png"], _folder["photos/odd/01.png"]);
        Assert.Contains("images: Files", Assert.Throws<ProblemsException>(() => RunReplay.Run(_folder["runs/run"], new(), null, default)).Message);
    }

    [Fact]
    public void A_run_of_an_older_version_whose_list_named_images_elsewhere_is_refused_with_that_reason()
    {
        TaskTable.Of(TaskKind.Classify).Train(TinyRequests.Of(TaskKind.Classify, _folder), null, default);
        File.Delete(_folder["runs/run/inputs.json"]);
        var split = _folder["runs/run/split.json"];
        File.WriteAllText(split, File.ReadAllText(split).Replace("\"even/", "\"../photos/even/"));
        var problem = Assert.Single(Assert.Throws<ProblemsException>(() => RunReplay.Run(_folder["runs/run"], new(), null, default)).Problems);
        Assert.StartsWith("Versions before this one named images outside of their list's folder otherwise: '../photos/even/", problem.What);
    }

    [Fact]
    public void A_replay_that_is_stopped_leaves_no_folder_and_says_how_to_begin_again()
    {
        TaskTable.Of(TaskKind.Classify).Train(TinyRequests.Of(TaskKind.Classify, _folder) with { Epochs = 2 }, null, default);
        using var stop = new CancellationTokenSource();
        var stopped = Assert.Throws<OperationCanceledException>(() => RunReplay.Run(_folder["runs/run"], new(), new Until(stop), stop.Token));
        Assert.Matches("^Stopped. `graft replay .*run`", stopped.Message);
        Assert.False(Directory.Exists(_folder["runs/run-replay"]));
    }

    [Fact]
    public void A_run_that_was_changed_when_it_was_resumed_says_so()
    {
        var (row, request) = (TaskTable.Of(TaskKind.Classify), TinyRequests.Of(TaskKind.Classify, _folder) with { Epochs = 2, KeepState = true });
        row.Train(request, null, default);
        row.Resume(_folder["runs/run"], same => same with { Epochs = 4 }, null, default);
        var result = RunReplay.Run(_folder["runs/run"], new(), null, default);
        Assert.Contains("epochs were changed when the run was resumed", Assert.Single(result.Notes));
        Assert.False(result.Weights.IsEqual);
    }

    [Fact]
    public void A_run_that_its_time_limit_ended_is_ended_at_the_same_step()
    {
        var request = TinyRequests.Of(TaskKind.Classify, _folder) with { Epochs = 5000, SecondsLimit = 1.5 };
        var run = TaskTable.Of(TaskKind.Classify).Train(request, null, default);
        Assert.Contains("\"lastStep\"", File.ReadAllText(run.Folder["transfer.json"]));
        var result = RunReplay.Run(_folder["runs/run"], new(), null, default);
        Assert.Equal(ReplayVerdict.Equal, result.Verdict);
        Assert.Equal(ReplayVerdict.Equal, RunReplay.Run(result.Replay, new(), null, default).Verdict);
    }

    [Fact]
    public void Other_weights_to_start_from_are_told()
    {
        var request = TinyRequests.Of(TaskKind.Identities, _folder);
        TaskTable.Of(TaskKind.Identities).Train(request, null, default);
        File.Move(_folder["tiny.safetensors"], _folder["other.safetensors"]);
        Assert.Contains("The weights that the run began with are not there",
            Assert.Throws<ProblemsException>(() => RunReplay.Run(_folder["runs/run"], new(), null, default)).Message);
        Assert.Equal(ReplayVerdict.Equal, RunReplay.Run(_folder["runs/run"], new() { Weights = _folder["other.safetensors"] }, null, default).Verdict);
        SafeTensors.Write(_folder["other.safetensors"],
            ParameterInitialiser.Create(ModelCatalogue.Build("resnet_tiny", 1000), 4));
        var told = Assert.Throws<ProblemsException>(() => RunReplay.Run(_folder["runs/run"], new() { Weights = _folder["other.safetensors"] }, null, default));
        Assert.Contains("The weights have changed since", told.Message);
    }

    private static string LabelsOf(string image) => Path.ChangeExtension(image.Replace("images", "labels"), ".txt");

    private sealed class Until(CancellationTokenSource stop) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunEvent.Epoch) stop.Cancel();
        }
    }
}
