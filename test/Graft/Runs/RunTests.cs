using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Tests.Runs;

/// <summary>What every task's run does, by the one run: lock, refusals, resuming, what is left, lineage.</summary>
public sealed class RunTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<TaskKind> Kinds => [.. TinyRequests.Kinds];

    public static TheoryData<TaskKind> OfImages => [.. TinyRequests.OfImages];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_task_has_a_row_and_every_row_every_column()
    {
        Assert.Equal(Enum.GetValues<TaskKind>(), TaskTable.Rows.Select(row => row.Kind));
        foreach (var row in TaskTable.Rows)
            Assert.All(typeof(TaskTable).GetProperties().Where(property => !property.GetMethod!.IsStatic && !MayBeNull(property)),
                column => Assert.NotNull(column.GetValue(row)));

        // What a task may be without: the reason why it has not something.
        static bool MayBeNull(PropertyInfo property) => new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_cancelled_run_is_resumed_by_its_folder_alone_and_ends_with_the_same_weights(TaskKind kind)
    {
        var (row, request) = (TaskTable.Of(kind), TinyRequests.Of(kind, _folder) with { Epochs = 2, Ema = 0.9, Seed = 5 });
        var whole = row.Train(request with { Name = "whole" }, null, default);
        using var stop = new CancellationTokenSource();
        var told = Assert.Throws<OperationCanceledException>(() => row.Train(request with { Name = "parts" }, new AfterEpoch(stop), stop.Token));
        Assert.Contains("graft train --resume", told.Message);
        Assert.True(File.Exists(_folder["runs/parts/state.json"]));

        var resumed = row.Resume(_folder["runs/parts"], same => same, null, default);

        Assert.Equal(File.ReadAllBytes(whole.Folder["weights/last.safetensors"]), File.ReadAllBytes(resumed.Folder["weights/last.safetensors"]));
        Assert.Empty(Directory.GetFiles(resumed.Folder.Weights, "resume-*"));
        Assert.False(resumed.Folder.HasState);
    }

    [Fact]
    public void A_resumed_run_estimates_from_all_of_its_epochs_how_optimistic_its_choice_is()
    {
        var request = (ClassifyRequest)TinyRequests.Of(TaskKind.Classify, _folder) with { Epochs = 2, ValidationShare = 0.5, Seed = 5 };
        var row = TaskTable.Of(TaskKind.Classify);
        var whole = row.Train(request with { Name = "whole" }, null, default);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => row.Train(request with { Name = "parts" }, new AfterEpoch(stop), stop.Token));
        var resumed = row.Resume(_folder["runs/parts"], same => same, null, default);
        Assert.NotNull(whole.Report.Selection!.Optimism);
        Assert.Equal(whole.Report.Selection.Optimism, resumed.Report.Selection!.Optimism);
    }

    [Theory, MemberData(nameof(OfImages))]
    public void A_run_whose_validation_images_are_copies_ends_with_its_model_file(TaskKind kind)
    {
        var request = TinyRequests.Of(kind, _folder) with { Data = TinyRequests.WithCopies(kind, _folder) };
        var result = TaskTable.Of(kind).Train(request, null, default);
        Assert.True(File.Exists(result.Folder.Model));
        Assert.Equal(6, result.Report.Splits.Single().Report.ImageCount);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void What_cannot_change_is_refused_by_its_name_and_no_file_is_touched(TaskKind kind)
    {
        var (row, request) = (TaskTable.Of(kind), TinyRequests.Of(kind, _folder));
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => row.Train(request with { Epochs = 3 }, new AfterEpoch(stop), stop.Token));
        var before = Hashes();

        var refusal = Assert.Throws<ProblemsException>(() => row.Resume(_folder["runs/run"], same => same with { Batch = 3, Seed = 9 }, null, default));
        Assert.Equal(["Batch", "Seed"], refusal.Problems.Select(problem => problem.Where).Order());
        using (RunFolder.OpenToResume(_folder["runs/run"]))
            Assert.Contains("Another process", Assert.Throws<GraftException>(() => row.Resume(_folder["runs/run"], same => same, null, default)).What);
        Assert.Equal(before, Hashes());

        Assert.Equal(4, Resumed(row.Resume(_folder["runs/run"], same => same with { Epochs = 4, KeepState = true }, null, default)));
        Assert.True(File.Exists(_folder["runs/run/state.json"]));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_start_that_is_refused_leaves_no_folder(TaskKind kind)
    {
        var request = TinyRequests.Of(kind, _folder);
        Assert.ThrowsAny<GraftException>(() => TaskTable.Of(kind).Train(request with { Strategy = Strategy.Partial, Freeze = "nowhere" }, null, default));
        Assert.ThrowsAny<GraftException>(() => TaskTable.Of(kind).Train(request with { Model = "nothing" }, null, default));
        Assert.ThrowsAny<GraftException>(() => TaskTable.Of(kind).Train(request with { Strategy = Strategy.Full, Weights = "nowhere.pth" }, null, default));
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Lineage_and_licence_survive_three_generations(TaskKind kind)
    {
        var (row, request) = (TaskTable.Of(kind), TinyRequests.Of(kind, _folder));
        var parent = row.Train(request with { Name = "root" }, null, default);
        var before = ModelFile.ReadManifest(parent.Folder.Model).Origin?.Lineage().Count ?? 0; // that of identities is itself from a file
        for (var generation = 1; generation <= 3; generation++)
        {
            var weights = Path.Combine(parent.Folder.Weights, "best.safetensors");
            parent = row.Train(request with { Strategy = Strategy.Full, Weights = weights, Name = $"child{generation}" }, null, default);
            Assert.Equal(before + generation, ModelFile.ReadManifest(parent.Folder.Model).Origin!.Lineage().Count);
            using var checkpoint = Checkpoint.Open(Path.Combine(parent.Folder.Weights, "best.safetensors"));
            Assert.Contains("origin", checkpoint.Metadata.Keys);
        }
        Assert.All(ModelFile.ReadManifest(parent.Folder.Model).Origin!.Lineage(), weights => Assert.Equal("not known", weights.Licence));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_licence_that_forbids_commercial_use_is_said_before_training_in_the_report_and_by_what_descends(TaskKind kind)
    {
        var (row, request) = (TaskTable.Of(kind), TinyRequests.Of(kind, _folder));
        var root = row.Train(request with { Name = "root" }, null, default);
        var weights = Path.Combine(root.Folder.Weights, "best.safetensors");
        using (var checkpoint = Checkpoint.Open(weights))
        {
            // As if the run had been fine-tuned from such weights.
            var published = new WeightsOrigin("vit_h_14.IMAGENET1K_SWAG_E2E_V1", "https://example.org", "CC-BY-NC-4.0", new string('0', 64));
            SafeTensors.Write(_folder["tuned.safetensors"], checkpoint.Entries.Keys.ToDictionary(name => name, checkpoint.Read),
                new Dictionary<string, string>(checkpoint.Metadata) { ["origin"] = JsonSerializer.Serialize(published, Json.Compact) });
        }
        var child = row.Train(request with { Strategy = Strategy.Full, Weights = _folder["tuned.safetensors"], Name = "child" }, null, default);
        var grandchild = row.Train(
            request with { Strategy = Strategy.Full, Weights = Path.Combine(child.Folder.Weights, "best.safetensors"), Name = "grandchild" }, null, default);
        foreach (var run in new[] { child, grandchild })
        {
            var events = File.ReadAllLines(run.Folder["events.jsonl"]);
            var said = Array.FindIndex(events, line => line.Contains("CC-BY-NC-4.0, which forbids commercial use"));
            Assert.InRange(said, 0, Array.FindIndex(events, line => line.Contains("\"epoch\"", StringComparison.OrdinalIgnoreCase)));
            Assert.Contains("CC-BY-NC-4.0 (forbids commercial use)", File.ReadAllText(run.Folder.Report));
            Assert.All(ModelFile.ReadManifest(run.Folder.Model).Origin!.Lineage(), origin => Assert.Equal("CC-BY-NC-4.0", origin.Licence));
        }
    }

    [Fact]
    public void A_probe_names_the_classes_that_have_too_few_images_before_anything_is_written()
    {
        var request = new ClassifyRequest(_folder["few"]) { Strategy = Strategy.Probe, Project = _folder["runs"] };
        foreach (var (split, name, count) in new[] { ("train", "cats", 4), ("train", "dogs", 1), ("val", "cats", 2), ("val", "dogs", 2) })
            for (var at = 0; at < count; at++)
            {
                var place = _folder[$"few/{split}/{name}/{at}.png"];
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                var seed = (ulong)(at + 10 * count + (split == "val" ? 50 : 0) + (name == "dogs" ? 500 : 0));
                File.WriteAllBytes(place, ImageEncoder.EncodePng(TinyScenes.Make(seed, 72, 64).Image));
            }
        var refusal = Assert.Throws<ProblemsException>(() => Classifier.Train(request));
        Assert.Equal("dogs", Assert.Single(refusal.Problems).Where);
        Assert.Contains("It has 1 training image, and a probe needs 2 of each class.", refusal.Message);
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    private static int Resumed(ITrainResult result) => File.ReadLines(result.Folder["results.csv"]).Count() - 1;

    private string Hashes() => string.Join('\n', Directory.EnumerateFiles(_folder["runs"], "*", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"));

    private sealed class AfterEpoch(CancellationTokenSource stop) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunEvent.Epoch) stop.Cancel();
        }
    }
}
