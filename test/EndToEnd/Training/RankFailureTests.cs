using System.Diagnostics;

namespace Graft.EndToEnd.Tests;

/// <summary>Ranks that fail, are killed or do not answer.</summary>
public sealed class RankFailureTests : RankProcesses
{
    [Fact]
    public async Task A_rank_that_does_not_answer_is_named()
    {
        Require(OpenMpi);
        using var process = Start(OpenMpi,
            ["train", "photos", .. Steps, "--project", "runs", "--name", "silent", "--epochs", "1000", "--ranks", "2", "--step-timeout", "3"]);
        await Until(() => File.Exists(Folder["runs/silent/state.json"]), process);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var stop = Process.Start("kill", ["-STOP", $"{RankOf(1)}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains($"no answer for 3 s from rank 1 on {Environment.MachineName}", await error);
    }

    [Fact]
    public async Task What_one_rank_alone_meets_is_said_once_with_its_host()
    {
        Require(OpenMpi);
        // mpirun takes several programs, with colons between them.
        static string[] rank(string data) =>
            ["-np", "1", "dotnet", CommandLineProcess.Program, "train", data, .. Steps, "--project", "runs", "--task", "classify"];
        var start = new ProcessStartInfo(OpenMpi, ["--bind-to", "none", "--oversubscribe", .. rank("photos"), ":", .. rank("nowhere")])
        { WorkingDirectory = Folder.Root, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in Root) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains($"Rank 1 on {Environment.MachineName}: ", error); // beside what mpirun says, which is not ours here
        Assert.Contains("nowhere", error);
        Assert.False(Directory.Exists(Folder["runs"]));
    }

    [Fact]
    public async Task A_launcher_without_its_library_is_a_clear_error()
    {
        var outcome = await CommandLineProcess.Run(Folder.Root, ["train", "photos"], new Dictionary<string, string>
        {
            ["OMPI_COMM_WORLD_SIZE"] = "2",
            ["OMPI_COMM_WORLD_RANK"] = "0",
            ["GRAFT_MPI"] = "/nowhere/libmpi.so",
        });
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("started by a launcher of MPI (OMPI_COMM_WORLD_SIZE is set), and its library does not load: /nowhere/libmpi.so", outcome.Error);
    }

    [Fact]
    public async Task Ranks_without_a_launcher_on_the_machine_are_refused()
    {
        var outcome = await CommandLineProcess.Run(Folder.Root, ["train", "photos", "--ranks", "2"],
            new Dictionary<string, string> { ["GRAFT_MPIRUN"] = "/nowhere/mpirun" });
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("'/nowhere/mpirun' cannot be started", outcome.Error);
    }

    [Fact]
    public async Task No_ranks_at_all_are_refused()
    {
        var outcome = await CommandLineProcess.Run(Folder.Root, ["train", "photos", "--ranks", "0"]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--ranks is 0. Expected the number of processes, 1 or more", outcome.Error);
    }

    [Fact]
    public async Task A_failed_rank_is_started_again_where_that_is_wanted()
    {
        Require(OpenMpi);
        using var process = Start(OpenMpi,
            ["train", "photos", .. Steps, "--project", "runs", "--name", "again", "--epochs", "4", "--ranks", "2", "--max-restarts", "1"]);
        await Until(() => File.Exists(Folder["runs/again/state.json"]), process);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Process.GetProcessById(RankOf(1)).Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        Assert.Contains("Rank 1 on " + Environment.MachineName + " was ended by signal 9", await error);
        Assert.Contains("Start 2 of 2, from the last checkpoint", await error);
        Assert.True(File.Exists(Folder["runs/again/model.onnx"]));
    }
}
