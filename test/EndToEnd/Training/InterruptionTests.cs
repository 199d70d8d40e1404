using System.Diagnostics;
using Graft.Tests;

namespace Graft.EndToEnd.Tests;

public class InterruptionTests
{
    [Fact]
    public async Task A_signal_stops_training_after_a_step_leaves_a_checkpoint_and_ends_with_130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that can be sent to one process.");
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = Photos.TwoClasses(8);
        var outcome = await RunAndStop(folder.Root, ["train", "photos", "--epochs", "1000", "--batch", "4", "--imgsz", "64"], cancellation);

        Assert.True(outcome.ExitCode == 130, outcome.Error);
        Assert.Contains("--resume", outcome.Error);
        Assert.DoesNotContain("error", outcome.Error);
        Assert.NotEmpty(Directory.GetFiles(folder["runs/classify/photos/weights"]));
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task A_closed_terminal_leaves_a_checkpoint_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that can be sent to one process.");
        Assert.SkipWhen(IgnoresHangUp(), "Under nohup a program is meant to go on when its terminal is closed.");
        using var folder = Photos.TwoClasses(8);
        var outcome = await RunAndStop(folder.Root, ["train", "photos", "--epochs", "1000", "--batch", "4", "--imgsz", "64"],
            TestContext.Current.CancellationToken, "-HUP");
        Assert.True(outcome.ExitCode == 130, outcome.Error);
        Assert.NotEmpty(Directory.GetFiles(folder["runs/classify/photos/weights"]));
    }

    [Fact]
    public async Task A_verb_that_waits_for_another_machine_ends_within_two_seconds_of_the_signal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that can be sent to one process.");
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        using var server = new LoopbackServer(new byte[4_000_000]) { Stalls = true };
        using var process = CommandLineProcess.Start(folder.Root, ["models", "pull", "resnet18"],
            new Dictionary<string, string> { ["GRAFT_MIRROR"] = server.Address, ["GRAFT_HOME"] = folder["home"] });
        var error = process.StandardError.ReadToEndAsync(cancellation);
        while (!Directory.Exists(folder["home/weights"]) || Directory.GetFiles(folder["home/weights"], "*.part").Length == 0)
        {
            Assert.False(process.HasExited, "The download ended before it was stopped.");
            await Task.Delay(50, cancellation);
        }
        var clock = Stopwatch.StartNew();
        await Send("-TERM", process, cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("stopping", await error);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 4); // two, and what a busy machine adds
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes with names of files.");
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        using (var make = Process.Start("mkfifo", [folder["data.csv"], folder["a.jpg"]])) await make.WaitForExitAsync(cancellation);
        var outcome = await CommandLineProcess.Run(folder.Root, ["data", "inspect", "data.csv"]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("has nothing in it", outcome.Error);
        Assert.Contains("is empty", Assert.Throws<Imaging.ImageException>(() => Imaging.ImageFile.Decode(folder["a.jpg"])).Message);
    }

    [Fact]
    public async Task A_stopped_training_goes_on_and_ends_with_the_same_weights_as_one_that_ran_through()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that can be sent to one process.");
        using var folder = Photos.TwoClasses(6);
        string[] arguments = ["train", "photos", "--epochs", "8", "--batch", "4", "--imgsz", "64", "--ema", "0.9", "--name"];

        var through = await CommandLineProcess.Run(folder.Root, [.. arguments, "through"]);
        var stopped = await RunAndStop(folder.Root, [.. arguments, "stopped"], TestContext.Current.CancellationToken);
        var resumed = await CommandLineProcess.Run(folder.Root, ["train", "--resume", "runs/classify/stopped", "--keep-state"]);

        Assert.True(through.ExitCode == 0, through.Error);
        Assert.True(stopped.ExitCode == 130, stopped.Error);
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        AssertSame(folder);

        // Once more, when it is finished: what was made of the trainer's weights is made of them again, and not of itself.
        var again = await CommandLineProcess.Run(folder.Root, ["train", "--resume", "runs/classify/stopped", "--keep-state"]);
        Assert.True(again.ExitCode == 0, again.Error);
        AssertSame(folder);
    }

    private static void AssertSame(TestFolder folder)
    {
        foreach (var name in new[] { "weights/last.safetensors", "weights/best.safetensors", "predictions.csv", "results.csv" })
            Assert.Equal(File.ReadAllBytes(folder[$"runs/classify/through/{name}"]), File.ReadAllBytes(folder[$"runs/classify/stopped/{name}"]));
    }

    private static async Task<Outcome> RunAndStop(string folder, string[] arguments, CancellationToken cancellation, string signal = "-TERM")
    {
        using var process = CommandLineProcess.Start(folder, arguments);
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var lines = new List<string>();
        while (await process.StandardError.ReadLineAsync(cancellation) is { } line)
        {
            lines.Add(line);
            if (!line.StartsWith("phase 1")) continue;
            // SIGTERM and Ctrl-C's SIGINT have one handler; SIGINT is ignored by everything a shell starts in the background.
            await Send(signal, process, cancellation);
        }
        await process.WaitForExitAsync(cancellation);
        return new Outcome(process.ExitCode, await output, string.Join('\n', lines));
    }

    // A child inherits what its parent ignores. The first signal, SIGHUP, is the lowest bit of the mask.
    private static bool IgnoresHangUp() => File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } mask
        && (Convert.ToUInt64(mask["SigIgn:".Length..].Trim(), 16) & 1) == 1;

    private static async Task Send(string signal, Process process, CancellationToken cancellation)
    {
        using var kill = Process.Start("kill", [signal, $"{process.Id}"]);
        await kill.WaitForExitAsync(cancellation);
    }
}
