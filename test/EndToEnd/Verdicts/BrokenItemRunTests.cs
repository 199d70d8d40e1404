namespace Graft.EndToEnd.Tests;

/// <summary>Broken items met by whole runs, from training to measuring.</summary>
public class BrokenItemRunTests
{
    [Fact]
    public async Task A_run_leaves_out_the_lines_and_images_that_are_broken_and_so_does_measuring_it()
    {
        using var folder = Photos.TwoClasses(6);
        var files = Directory.GetFiles(folder["photos"], "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => Path.GetRelativePath(folder.Root, file));
        File.WriteAllText(folder["broken.jpg"], "no image");
        File.WriteAllLines(folder["list.csv"],
            ["file,label", .. files.Select(file => $"{file},{(file.Contains("fish") ? "fish" : "tool")}"), "gone.jpg,fish", "broken.jpg,tool", "broken.jpg"]);

        var refused = await CommandLineProcess.Run(folder.Root, ["train", "list.csv", "--strategy", "probe", "--name", "a"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("There is no file 'gone.jpg'", refused.Error);
        Assert.False(Directory.Exists(folder["runs"]));

        var run = await CommandLineProcess.Run(folder.Root, ["train", "list.csv", "--strategy", "probe", "--name", "a", "--on-bad-image", "skip"]);
        Assert.True(run.ExitCode == 0, run.Error);
        foreach (var word in new[] { "gone.jpg", "broken.jpg", "has no label" }) Assert.Contains(word, run.Error);

        var strict = await CommandLineProcess.Run(folder.Root, ["val", "runs/classify/a", "list.csv"]);
        Assert.Equal(2, strict.ExitCode);
        Assert.Contains("There is no file 'gone.jpg'", strict.Error);
        var measured = await CommandLineProcess.Run(folder.Root, ["val", "runs/classify/a", "list.csv", "--on-bad-image", "skip"]);
        Assert.True(measured.ExitCode == 0, measured.Error);
        Assert.Contains("gone.jpg", measured.Error);
    }

    [Theory]
    [InlineData("detect", 0)]
    [InlineData("instances", 2)]
    public async Task A_polygon_of_two_points_stops_only_what_needs_it(string task, int exitCode)
    {
        using var folder = new TestFolder();
        BrokenData.All.First(item => item.ToString() == "coco, detect: polygon of two points").Write(folder);
        var outcome = await CommandLineProcess.Run(folder.Root, ["data", "inspect", ".", "--task", task]);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains("Annotation 99: A polygon has 4 numbers", outcome.Output);
        var skipped = await CommandLineProcess.Run(folder.Root, ["data", "inspect", ".", "--task", task, "--on-bad-image", "skip"]);
        Assert.Equal(0, skipped.ExitCode);
        Assert.Contains("6 usable images", skipped.Output);
    }
}
