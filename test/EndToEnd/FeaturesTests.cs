namespace Graft.EndToEnd.Tests;

public class FeaturesTests
{
    [Fact]
    public async Task Features_of_a_few_images_are_written_as_a_table()
    {
        using var folder = new TestFolder();
        foreach (var photo in Directory.GetFiles(Repository.At("samples", "photos", "tool")).Order().Take(2))
            File.Copy(photo, folder[Path.GetFileName(photo)]);
        var outcome = await CommandLineProcess.Run(folder.Root,
            ["features", ".", "--model", "efficientnet_lite0", "--no-cache", "--out", "features.csv", "--json"]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Equal(2, outcome.Document().GetProperty("images").GetInt32());
        Assert.Equal(1280, outcome.Document().GetProperty("width").GetInt32());
        Assert.Equal(3, File.ReadLines(folder["features.csv"]).Count());
    }

    [Fact]
    public async Task Features_of_a_stage_are_written_and_a_stage_that_is_none_is_refused()
    {
        using var folder = new TestFolder();
        File.Copy(Directory.GetFiles(Repository.At("samples", "photos", "tool")).Order().First(), folder["a.jpg"]);
        var outcome = await CommandLineProcess.Run(folder.Root, ["features", ".", "--stage", "stage2", "--no-cache", "--json"]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Equal(24, outcome.Document().GetProperty("width").GetInt32());
        var refused = await CommandLineProcess.Run(folder.Root, ["features", ".", "--stage", "layer2"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("stem, stage1", refused.Error);
    }

    [Fact]
    public async Task Another_ending_is_refused()
    {
        var outcome = await CommandLineProcess.Run("features", "samples/photos/tool", "--out", "features.xlsx");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(".npy, .csv or .parquet", outcome.Error);
    }
}
