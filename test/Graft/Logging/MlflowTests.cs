using System.Diagnostics;
using Graft.Tests.Runs;

namespace Graft.Tests.Logging;

/// <summary>The tracking server gets the numbers of a run, and a training neither dies nor waits of it.</summary>
public sealed class MlflowTests : IDisposable
{
    private static readonly MlflowLogOptions Quick = new()
    {
        Every = TimeSpan.FromMilliseconds(20),
        LongestWait = TimeSpan.FromMilliseconds(100),
        Timeout = TimeSpan.FromSeconds(5),
        EndWithin = TimeSpan.FromSeconds(1.5),
    };

    private readonly TestFolder _folder = new();

    public static TheoryData<TaskKind> Kinds => [.. TinyRequests.Kinds];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_run_of_every_task_is_kept_with_its_settings_and_goes_on_in_the_same_run(TaskKind kind)
    {
        await using var server = new TrackingServer();
        var (row, request) = (TaskTable.Of(kind), TinyRequests.Of(kind, _folder) with { Epochs = 2, Log = [$"mlflow={server.Url}/", "tensorboard"] });
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => row.Train(request, new Until(stop), stop.Token));
        Assert.Equal(["KILLED"], server.Statuses);

        var run = row.Resume(_folder["runs/run"], same => same, null, default);

        Assert.Equal(["KILLED", "RUNNING", "FINISHED"], server.Statuses);
        Assert.Equal($"graft/{kind.Name()}", Assert.Single(server.Experiments).Key);
        var made = Assert.Single(server.Created);
        Assert.Equal(("7", "run"), (made["experiment_id"]!.GetValue<string>(), made["run_name"]!.GetValue<string>()));
        Assert.Equal((kind.Name(), "2", request.Model), (server.Parameters["task"], server.Parameters["epochs"], server.Parameters["model"]));
        Assert.All(server.Metrics, metric => Assert.Equal("run1", metric.Run));
        Assert.Equal([1L, 2L], server.Metrics.Where(metric => metric.Key == "epoch/train_loss").Select(metric => metric.Step));
        var steps = server.Metrics.Where(metric => metric.Key == "step/train_loss").Select(metric => metric.Step).ToList();
        Assert.Equal(Enumerable.Range(1, steps.Count).Select(step => (long)step), steps);
        var main = run.Report.Splits[0];
        Assert.Equal(main.Report.Metrics[0].Value, server.Metrics.Single(metric => metric.Key == $"{main.Split}/{main.Report.Metrics[0].Key}").Value);
        Assert.Equal(server.Metrics.Count, EventFile.Read(run.Folder.FullPath).Count);
        Assert.DoesNotContain("MLflow", File.ReadAllText(run.Folder["events.jsonl"]));
    }

    [Fact]
    public async Task A_server_that_fails_for_a_while_gets_everything_in_the_end()
    {
        await using var server = new TrackingServer { Refuses = (500, 4) };
        using var log = new MlflowLog(new(server.Url, "tests", null), Folder(), new Dictionary<string, string> { ["lr"] = "0.1" }, Quick);
        for (var step = 1; step <= 2500; step++) log.Scalars(step, new Dictionary<string, double> { ["loss"] = step, ["broken"] = double.NaN });
        await When(() => server.Metrics.Count == 2500);
        Assert.Null(log.End(RunEnd.Failed));
        Assert.Equal(Enumerable.Range(1, 2500).Select(step => (long)step), server.Metrics.Select(metric => metric.Step));
        Assert.Equal(["FAILED"], server.Statuses);
    }

    [Fact]
    public async Task A_server_that_is_away_is_told_at_the_end()
    {
        string url;
        await using (var gone = new TrackingServer()) url = gone.Url;
        using var log = new MlflowLog(new(url, "tests", null), Folder(), new Dictionary<string, string>(), Quick);
        var watch = Stopwatch.StartNew();
        log.Scalars(1, new Dictionary<string, double> { ["loss"] = 1, ["rate"] = 2 });
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(0.5));
        Assert.StartsWith($"MLflow at {url}: 2 of 2 numbers were not logged: ", log.End(RunEnd.Finished));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8));
        Assert.False(File.Exists(_folder["run/mlflow.json"]));
    }

    [Fact]
    public async Task A_server_that_is_slow_is_not_waited_for()
    {
        await using var server = new TrackingServer { Delay = TimeSpan.FromSeconds(30) };
        var patient = Quick with { Timeout = TimeSpan.FromSeconds(20) };
        using var log = new MlflowLog(new(server.Url, "tests", null), Folder(), new Dictionary<string, string>(), patient);
        var watch = Stopwatch.StartNew();
        for (var step = 0; step < 1000; step++) log.Scalars(step, new Dictionary<string, double> { ["loss"] = 1 });
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1));
        Assert.Equal($"MLflow at {server.Url}: 1000 of 1000 numbers were not logged: it was too slow", log.End(RunEnd.Finished));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(500)]
    public async Task A_training_ends_well_and_says_what_was_not_logged_and_no_token(int status)
    {
        await using var server = new TrackingServer { Refuses = (status, int.MaxValue) };
        Environment.SetEnvironmentVariable("MLFLOW_TRACKING_TOKEN", "open-sesame");
        try
        {
            var run = TaskTable.Of(TaskKind.Classify).Train(TinyRequests.Of(TaskKind.Classify, _folder) with { Log = [$"mlflow={server.Url}"] }, null, default);
            Assert.True(File.Exists(run.Folder.Model));
            var said = File.ReadLines(run.Folder["events.jsonl"]).Last();
            Assert.Matches($"MLflow at {server.Url}: (\\d+) of \\1 numbers were not logged: it answered {status} INTERNAL_ERROR: sent Bearer \\.\\.\\.", said);
            Assert.All(server.Authorizations, sent => Assert.Equal("Bearer open-sesame", sent));
            Assert.All(Directory.EnumerateFiles(run.Folder.FullPath), file => Assert.DoesNotContain("open-sesame", File.ReadAllText(file)));
        }
        finally
        {
            Environment.SetEnvironmentVariable("MLFLOW_TRACKING_TOKEN", null);
        }
    }

    [Fact]
    public async Task A_run_that_fails_at_its_start_is_not_left_running()
    {
        await using var server = new TrackingServer();
        new EventLog(Folder(), TinyRequests.Of(TaskKind.Classify, _folder) with { Log = [$"mlflow={server.Url}"] }, null).Dispose();
        Assert.Equal(["FAILED"], server.Statuses);
    }

    [Theory]
    [InlineData("wandb", "no place where")]
    [InlineData("mlflow=", "no address")]
    [InlineData("mlflow=ftp://127.0.0.1", "not the address")]
    [InlineData("mlflow=http://me:secret@127.0.0.1", "holds a user or a password")]
    [InlineData("mlflow=http://127.0.0.1/?a=b", "more than the address")]
    [InlineData("mlflow=http://127.0.0.1/?token=secret", "more than the address")]
    [InlineData("mlflow=me:secret@127.0.0.1", "not the address")]
    [InlineData("http://me:secret@127.0.0.1", "no place where")]
    public void What_is_no_place_is_refused_before_the_training(string word, string why)
    {
        var request = TinyRequests.Of(TaskKind.Classify, _folder) with { Log = [word] };
        var refusal = Assert.Throws<ProblemsException>(() => TaskTable.Of(TaskKind.Classify).Train(request, null, default));
        Assert.Contains(why, refusal.Message);
        Assert.DoesNotContain("secret", refusal.Message);
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    private RunFolder Folder() => RunFolder.Create(_folder.Root, "run", existOk: false);

    private static async Task When(Func<bool> condition)
    {
        for (var tries = 0; !condition() && tries < 1000; tries++) await Task.Delay(10);
    }

    private sealed class Until(CancellationTokenSource stop) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunEvent.Epoch) stop.Cancel();
        }
    }
}
