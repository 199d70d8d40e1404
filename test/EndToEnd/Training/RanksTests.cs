using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Graft.EndToEnd.Tests;

/// <summary>Training on two processes, as a user starts them, by the MPI libraries that are installed.</summary>
public sealed class RanksTests : RankProcesses
{
    [Fact]
    public async Task Two_ranks_of_either_library_take_the_steps_of_one_process()
    {
        Require(OpenMpi);
        Require(Mpich);
        await Trained(OpenMpi, "one", "--ranks", "1");
        await Trained(OpenMpi, "open", "--ranks", "2");
        await Trained(Mpich, "mpich", "--ranks", "2");
        Assert.InRange(Difference("one", "open"), 0, 1e-5);
        Assert.Equal(0, Difference("open", "mpich"));
        Assert.Single(Directory.GetFiles(Folder["runs/open"], "events.jsonl"));
    }

    [Theory]
    [InlineData(OpenMpi)]
    [InlineData(Mpich)]
    public async Task A_killed_rank_is_named_and_its_run_goes_on_to_the_same_weights(string launcher)
    {
        Require(launcher);
        await Trained(launcher, "whole", "--ranks", "2", "--epochs", "6");
        using (var process = Start(launcher, ["train", "photos", .. Steps, "--project", "runs", "--name", "killed", "--epochs", "6", "--ranks", "2"]))
        {
            await Until(() => File.Exists(Folder["runs/killed/state.json"]), process);
            var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
                process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            var clock = Stopwatch.StartNew();
            Process.GetProcessById(RankOf(1)).Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.InRange(clock.Elapsed.TotalSeconds, 0, 30); // 15, and what a busy machine adds
            Assert.Equal(1, process.ExitCode);
            Assert.Contains($"error: Rank 1 on {Environment.MachineName} was ended by ", await error);
            Assert.Contains("`graft train --resume runs/killed` goes on from the last checkpoint", await error);
            foreach (var words in new[] { "stopping", "-----", "=====", "mpirun", "backtrace" }) Assert.DoesNotContain(words, await error + await output);
        }
        var outcome = await Run(launcher, ["train", "--resume", "runs/killed"]); // with as many ranks as before
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Equal(0, Difference("whole", "killed"));
    }

    [Theory]
    [InlineData(OpenMpi)]
    [InlineData(Mpich)]
    public async Task A_signal_stops_all_ranks_after_a_step_with_a_checkpoint(string launcher)
    {
        Require(launcher);
        using var process = Start(launcher, ["train", "photos", .. Steps, "--project", "runs", "--name", "stopped", "--epochs", "1000", "--ranks", "2"]);
        await Until(() => File.Exists(Folder["runs/stopped/state.json"]), process);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var stop = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("graft train --resume", await error);
        Assert.Single(Regex.Matches(await error, "stopping"));
        Assert.DoesNotContain("-----", await error);
    }
}
