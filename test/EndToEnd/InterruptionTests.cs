using System.Diagnostics;

namespace Graft.EndToEnd.Tests;

public class InterruptionTests
{
    [Fact]
    public async Task A_signal_stops_training_after_a_step_leaves_a_checkpoint_and_ends_with_130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that can be sent to one process.");
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = Photos.TwoClasses(8);
        using var process = CommandLineProcess.Start(folder.Root, ["train", "photos", "--epochs", "1000", "--batch", "4", "--imgsz", "64"]);
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var lines = new List<string>();
        while (await process.StandardError.ReadLineAsync(cancellation) is { } line)
        {
            lines.Add(line);
            if (!line.StartsWith("phase 1")) continue;
            // SIGTERM and Ctrl-C's SIGINT have one handler; SIGINT is ignored by everything a shell starts in the background.
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await kill.WaitForExitAsync(cancellation);
        }
        await process.WaitForExitAsync(cancellation);

        Assert.True(process.ExitCode == 130, string.Join('\n', lines));
        Assert.Contains(lines, line => line.Contains("--resume"));
        Assert.DoesNotContain(lines, line => line.StartsWith("error"));
        Assert.NotEmpty(Directory.GetFiles(folder["runs/classify/photos/weights"]));
        Assert.Empty(await output);
    }
}
