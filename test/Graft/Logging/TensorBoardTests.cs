using System.Text;
using Graft.Artifacts;
using Graft.Tests.Runs;
using Graft.Training;

namespace Graft.Tests.Logging;

public sealed class TensorBoardTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<TaskKind> Kinds => [.. TinyRequests.Kinds];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Checksums_are_masked_castagnoli_and_damage_is_noticed()
    {
        // CRC-32C of these digits is e3069283 (RFC 3720's polynomial; the check value of every catalogue of checksums).
        const uint Crc = 0xe3069283;
        Assert.Equal(unchecked(((Crc >> 15) | (Crc << 17)) + 0xa282ead8), TfRecord.Checksum(Encoding.ASCII.GetBytes("123456789")));
        using var stream = new MemoryStream();
        TfRecord.Write(stream, "one"u8);
        TfRecord.Write(stream, "two"u8);
        stream.Position = 0;
        Assert.Equal(["one", "two"], TfRecord.Read(stream).Select(Encoding.UTF8.GetString));
        stream.SetLength(stream.Length - 1);
        stream.Position = 0;
        Assert.Equal(["one"], TfRecord.Read(stream).Select(Encoding.UTF8.GetString));
        stream.GetBuffer()[12] ^= 1;
        stream.Position = 0;
        Assert.Throws<InvalidDataException>(() => TfRecord.Read(stream).ToList());
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_run_of_every_task_writes_its_steps_epochs_and_metrics(TaskKind kind)
    {
        var run = TaskTable.Of(kind).Train(TinyRequests.Of(kind, _folder) with { Epochs = 2, Log = ["tensorboard"] }, null, default);

        var file = Assert.Single(EventFile.Files(run.Folder.FullPath));
        var events = EventFile.Events(file);
        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.All(events, one => Assert.InRange(one.Time, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 600, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1));
        var scalars = EventFile.Read(run.Folder.FullPath);
        var steps = scalars.Where(scalar => scalar.Tag == "step/train_loss").Select(scalar => scalar.Step).ToList();
        Assert.Equal(Enumerable.Range(1, steps.Count).Select(step => (long)step), steps);
        Assert.Equal([1L, 2L], scalars.Where(scalar => scalar.Tag == "epoch/train_loss").Select(scalar => scalar.Step));
        Assert.Equal([1L, 2L], scalars.Where(scalar => scalar.Tag == "epoch/val_loss").Select(scalar => scalar.Step));
        foreach (var (key, value) in RunMetrics.Of(run.Report.Splits[0].Report))
            Assert.Equal((float)value, scalars.Single(scalar => scalar.Tag == $"{run.Report.Splits[0].Split}/{key}").Value);
        Assert.DoesNotContain("not written", File.ReadAllText(run.Folder["events.jsonl"]));
    }

    [Fact]
    public void A_resumed_run_appends_a_file_and_counts_its_steps_on()
    {
        var (row, request) = (TaskTable.Of(TaskKind.Classify), TinyRequests.Of(TaskKind.Classify, _folder) with { Epochs = 2, Log = ["tensorboard"] });
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => row.Train(request, new Until(stop), stop.Token));
        row.Resume(_folder["runs/run"], same => same, null, default);

        Assert.Equal(2, EventFile.Files(_folder["runs/run"]).Count);
        var steps = EventFile.Read(_folder["runs/run"]).Where(scalar => scalar.Tag == "step/train_loss").ToList();
        Assert.Equal(Enumerable.Range(1, steps.Count).Select(step => (long)step), steps.Select(scalar => scalar.Step));
        Assert.Equal(2, steps.Select(scalar => scalar.File).Distinct().Count());

        row.Train(request with { ExistOk = true, Log = null }, null, default);
        Assert.Empty(EventFile.Files(_folder["runs/run"]));
    }

    [Fact]
    public void What_is_measured_after_the_last_epoch_was_resumed_belongs_to_the_last_epoch()
    {
        var (row, request) = (TaskTable.Of(TaskKind.Classify), TinyRequests.Of(TaskKind.Classify, _folder) with { Epochs = 2, KeepState = true });
        row.Train(request with { Log = null }, null, default);
        row.Resume(_folder["runs/run"], same => same with { Log = ["tensorboard"] }, null, default);
        var scalars = EventFile.Read(_folder["runs/run"]);
        Assert.NotEmpty(scalars);
        Assert.All(scalars, scalar => Assert.Equal(2, scalar.Step));
    }

    [Fact]
    public void A_resumed_run_says_from_which_step_on_earlier_numbers_do_not_count()
    {
        using (var logs = RunLogs.Open(TinyRequests.Of(TaskKind.Classify, _folder) with { Log = ["tensorboard"] },
            RunFolder.Create(_folder.Root, "run", existOk: true)))
            for (var step = 5; step < 7; step++) logs.Step(new StepResult(0, 1, step, 10, 1, 0.1), step);
        var events = EventFile.Events(Assert.Single(EventFile.Files(_folder["run"])));
        Assert.Equal([(false, 0L), (true, 5L), (false, 5L), (false, 6L)], events.Select(one => (one.IsStart, one.Step)));
    }

    [Fact]
    public void What_could_not_be_written_is_said_at_the_end_and_stops_nothing()
    {
        using var log = new TensorBoardLog(_folder["nowhere"]);
        log.Scalars(1, new Dictionary<string, double> { ["a"] = 1, ["b"] = 2 });
        Assert.StartsWith("TensorBoard: 2 numbers were not written: ", log.End(RunEnd.Finished));
    }

    private sealed class Until(CancellationTokenSource stop) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunEvent.Epoch) stop.Cancel();
        }
    }
}
