using System.Diagnostics;

namespace Graft.Core.Tests;

public class KillTests
{
    private const string TargetVariable = "GRAFT_TEST_KILL_TARGET";

    [Fact]
    public async Task A_kill_during_saving_leaves_the_old_file_as_it_was()
    {
        using var folder = new TestFolder();
        var target = folder["last.safetensors"];
        AtomicFile.WriteText(target, "old");
        var start = new ProcessStartInfo("dotnet",
            [typeof(KillTests).Assembly.Location, "-explicit", "only", "-method", $"{typeof(KillTests).FullName}.{nameof(Save_and_never_finish)}"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[TargetVariable] = target;
        using var victim = Process.Start(start)!;
        while (!File.Exists(target + ".half"))
        {
            Assert.False(victim.HasExited, "The victim ended before it was killed.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        victim.Kill();
        await victim.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("old", File.ReadAllText(target));
        AtomicFile.WriteText(target, "new");
        Assert.Equal("new", File.ReadAllText(target));
    }

    /// <summary>The victim: run in a process of its own by the test above, and by nobody else.</summary>
    [Fact(Explicit = true)]
    public void Save_and_never_finish()
    {
        var target = Environment.GetEnvironmentVariable(TargetVariable);
        Assert.SkipWhen(target is null,
            "Needs the file that the test above names in the environment: that test starts it in a process of its own and kills it, in CI as anywhere.");
        AtomicFile.Write(target!, stream =>
        {
            stream.Write(new byte[1 << 20]);
            stream.Flush();
            File.Create(target + ".half").Dispose();
            Thread.Sleep(Timeout.Infinite);
        });
    }
}
