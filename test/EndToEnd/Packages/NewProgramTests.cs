using System.Security.Cryptography;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

public class NewProgramTests
{
    [Fact]
    public async Task A_folder_that_holds_something_is_left_as_it_is()
    {
        using var folder = new TestFolder();
        AtomicFile.WriteText(folder["taken/mine.txt"], "mine");
        foreach (var (words, message) in new[] { ("pack taken", "is not empty"), ("pack taken/mine.txt", "is a file") })
        {
            var outcome = await CommandLineProcess.Run(folder.Root, words.Split(' '));
            Assert.Equal(2, outcome.ExitCode);
            Assert.Contains(message, outcome.Error);
        }
        Assert.Equal("mine", File.ReadAllText(folder["taken/mine.txt"]));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Root, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Of_a_run_with_several_files_the_one_that_is_taken_is_named_and_how_to_take_another()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["run"]);
        var error = new StringWriter();
        Assert.Equal(0, await CommandLine.Run(["export", "efficientnet_lite0", "--out", folder["run/model.onnx"]], new Terminal(TextWriter.Null, error)));
        Assert.Equal(0, await CommandLine.Run(["new", "console", folder["run"], folder["one"]], new Terminal(TextWriter.Null, error)));
        Assert.DoesNotContain("is taken", error.ToString());
        File.Copy(folder["run/model.onnx"], folder["run/model.fp16.onnx"]);
        Assert.Equal(0, await CommandLine.Run(["new", "console", folder["run"], folder["two"]], new Terminal(TextWriter.Null, error)));
        Assert.Contains($"{folder["run/model.onnx"]} is taken, the run's file of 32 bits; to take another one, name it: {folder["run/model.fp16.onnx"]}",
            error.ToString().ReplaceLineEndings(" "));
        error = new StringWriter();
        Assert.Equal(0, await CommandLine.Run(["new", "console", folder["run/model.fp16.onnx"], folder["three"]], new Terminal(TextWriter.Null, error)));
        Assert.DoesNotContain("is taken", error.ToString());
    }

    [Fact]
    public async Task A_folder_that_could_not_be_filled_is_not_there()
    {
        using var folder = new TestFolder();
        await Assert.ThrowsAsync<InvalidOperationException>(() => WholeFolder.WriteAsync<int>(folder["new"], "OUT", temporary =>
        {
            AtomicFile.WriteText(Path.Combine(temporary, "half.txt"), "half");
            throw new InvalidOperationException();
        }));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }

    [Theory]
    [InlineData("photos", "photos")]
    [InlineData("my photos, 2nd try (übrig)", "my_photos__2nd_try___brig_")]
    [InlineData("2026", "_2026")]
    [InlineData("Graft", "GraftApp")]
    [InlineData("skiasharp", "skiasharpApp")]
    public void The_project_is_named_after_its_folder_as_far_as_the_compiler_takes_it(string folder, string expected) =>
        Assert.Equal(expected, GeneratedProgram.NameFor(Path.Combine(Path.GetTempPath(), folder)));

    [Fact]
    public void Packages_of_which_NuGet_keeps_an_earlier_build_are_told()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["feed"]);
        FakePackage.Write(folder["feed"], "Graft.Runtime", "0.1.0", "readme.txt", "new");
        FakePackage.Write(folder["feed"], "Graft.Runtime", "0.1.0-dev2", "readme.txt", "newer");
        Assert.Null(KeptPackages.Warning(folder["feed"], "0.1.0", folder["kept"]));
        var own = Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(folder["feed/Graft.Runtime.0.1.0.nupkg"])));
        AtomicFile.WriteText(folder["kept/graft.runtime/0.1.0/graft.runtime.0.1.0.nupkg.sha512"], own);
        Assert.Null(KeptPackages.Warning(folder["feed"], "0.1.0", folder["kept"]));
        AtomicFile.WriteText(folder["kept/graft.runtime/0.1.0/graft.runtime.0.1.0.nupkg.sha512"], "another");
        Assert.Contains("another Graft.Runtime of version 0.1.0", KeptPackages.Warning(folder["feed"], "0.1.0", folder["kept"]));
        Assert.Null(KeptPackages.Warning(folder["feed"], "0.1.0-dev2", folder["kept"]));
    }

    [Fact]
    public void Every_task_has_its_lines_and_no_placeholder_is_left()
    {
        foreach (var task in TaskKinds.Names)
            foreach (var isWeb in new[] { false, true })
            {
                using var folder = new TestFolder();
                new GeneratedProgram(isWeb, task, feed: null).Write(folder.Root, "program");
                Assert.Equal(["Program.cs", "program.csproj"], Directory.GetFiles(folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
                Assert.All(Directory.GetFiles(folder.Root), file => Assert.DoesNotContain("{{", File.ReadAllText(file)));
                // The program shows what graft predict shows.
                Assert.Equal(task is "detect" or "instances", File.ReadAllText(folder["Program.cs"]).Contains("{ ScoreThreshold = 0.25 }"));
            }
    }

    [Theory]
    [InlineData("new console nowhere.onnx out", "nowhere.onnx")]
    [InlineData("new desktop model.onnx out", "desktop")]
    [InlineData("pack out --suffix a_b", "'a_b'")]
    public async Task A_mistake_ends_with_2_and_writes_nothing(string words, string message)
    {
        using var folder = new TestFolder();
        var outcome = await CommandLineProcess.Run(folder.Root, words.Split(' '));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public void A_feed_without_the_package_is_refused()
    {
        using var folder = new TestFolder();
        Assert.Contains("graft pack", Assert.Throws<GraftException>(() => new GeneratedProgram(false, "classify", folder.Root)).Message);
        Assert.Contains("nowhere", Assert.Throws<GraftException>(() => new GeneratedProgram(false, "classify", folder["nowhere"])).Message);
    }
}
