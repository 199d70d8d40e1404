using System.Diagnostics;

namespace Graft.Core.Tests;

public class TemporaryFolderTests
{
    private const string MarkerVariable = "GRAFT_TEST_TEMPORARY_MARKER";

    [Fact]
    public void It_is_gone_when_it_is_disposed_and_nobody_else_may_look_into_it()
    {
        string path;
        using (var folder = TemporaryFolder.Create())
        {
            path = folder.Path;
            Assert.StartsWith(Path.GetTempPath(), path);
            Directory.CreateDirectory(Path.Combine(path, "below"));
            File.WriteAllText(Path.Combine(path, "below", "network.onnx"), "");
            if (!OperatingSystem.IsWindows()) Assert.Equal("700", Convert.ToString((int)File.GetUnixFileMode(path), 8));
            TemporaryFolder.Sweep();
            Assert.True(Directory.Exists(path)); // its process runs
        }
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public async Task That_of_a_killed_process_goes_with_the_next_one_and_that_of_a_living_one_stays()
    {
        using var home = new TestFolder();
        var (marker, records) = (home["marker"], home["temporary"]);
        var start = new ProcessStartInfo("dotnet",
            [typeof(TemporaryFolderTests).Assembly.Location, "-explicit", "only", "-method", $"{typeof(TemporaryFolderTests).FullName}.{nameof(Make_one)}"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[MarkerVariable] = marker;
        start.Environment[GraftHome.Variable] = home.Root;
        using var victim = Process.Start(start)!;
        while (!File.Exists(marker))
        {
            Assert.False(victim.HasExited, "The victim ended before it was killed.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        var path = File.ReadAllText(marker);
        TemporaryFolder.Sweep(records);
        Assert.True(File.Exists(Path.Combine(path, "network.onnx")));
        victim.Kill();
        await victim.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(File.Exists(Path.Combine(path, "network.onnx")));
        TemporaryFolder.Sweep(records);
        Assert.False(Directory.Exists(path));
        Assert.Empty(Directory.GetFiles(records));
    }

    [Fact]
    public void What_a_record_says_of_another_machine_or_of_other_folders_is_left_alone()
    {
        using var home = new TestFolder();
        string[] folders = [home["graft-elsewhere"], home["photos"], home["graft-new"]];
        foreach (var folder in folders) Directory.CreateDirectory(folder);
        Directory.CreateDirectory(home["temporary"]);
        File.WriteAllText(home["temporary/a.lock"], $"another\n1\n1\n{folders[0]}\n");
        File.WriteAllText(home["temporary/b.lock"], $"{Environment.MachineName}\n{int.MaxValue}\n1\n{folders[1]}\n");
        File.WriteAllText(home["temporary/c.lock"], "");
        File.WriteAllText(home["temporary/d.lock"], $"{Environment.MachineName}\nx\ny\n{folders[2]}\n");
        TemporaryFolder.Sweep(home["temporary"]);
        Assert.All(folders, folder => Assert.True(Directory.Exists(folder)));
        Assert.True(File.Exists(home["temporary/c.lock"])); // may just be written
    }

    /// <summary>The victim: run in a process of its own by a test above, and by nobody else.</summary>
    [Fact(Explicit = true)]
    public void Make_one()
    {
        var marker = Environment.GetEnvironmentVariable(MarkerVariable);
        Assert.SkipWhen(marker is null,
            "Needs the file that the test above names in the environment: that test starts it in a process of its own and kills it.");
        var folder = TemporaryFolder.Create();
        File.WriteAllText(Path.Combine(folder.Path, "network.onnx"), "");
        File.WriteAllText(marker + ".half", folder.Path);
        File.Move(marker + ".half", marker!);
        Thread.Sleep(Timeout.Infinite);
    }
}
