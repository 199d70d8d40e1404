namespace Graft.EndToEnd.Tests;

public class ObjectDataTests
{
    [Fact]
    public async Task The_layout_of_the_scenes_is_recognised_and_said()
    {
        var outcome = await CommandLineProcess.Run("data", "inspect", "samples/scenes", "--json");
        Assert.Equal(0, outcome.ExitCode);
        var document = outcome.Document();
        Assert.Equal("coco", document.GetProperty("format").GetString());
        Assert.Equal(80, document.GetProperty("objects").GetInt32());
        Assert.Equal(24, document.GetProperty("sides").GetProperty("train").GetInt32());
        Assert.Contains("looked at for detect; --task instances or segment is possible too", outcome.Error);
    }

    [Fact]
    public async Task Masks_are_inspected_where_the_task_asks_for_them()
    {
        var outcome = await CommandLineProcess.Run("data", "inspect", "samples/scenes", "--task", "segment", "--json");
        Assert.Equal(0, outcome.ExitCode);
        var classes = outcome.Document().GetProperty("classes").EnumerateObject().ToList();
        Assert.Equal("background", classes[0].Name);
        Assert.Equal(5, classes.Count);
        Assert.Equal(1, classes.Sum(share => share.Value.GetDouble()), 1e-9);
    }

    [Fact]
    public async Task What_a_conversion_loses_is_said_and_the_result_can_be_inspected()
    {
        using var folder = new TestFolder();
        var outcome = await CommandLineProcess.Run("data", "convert", "samples/scenes", "--to", "voc", "--out", folder["voc"], "--json");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("outlines are not kept", outcome.Error);
        Assert.Equal(2, outcome.Document().GetProperty("losses").GetArrayLength());
        var again = await CommandLineProcess.Run("data", "inspect", folder["voc"]);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("(voc): 36 usable pictures (train 24, val 12)", again.Output);
    }

    [Fact]
    public async Task Pictures_without_alpha_are_no_cut_outs()
    {
        using var folder = new TestFolder();
        var outcome = await CommandLineProcess.Run("data", "compose", "samples/photos", "samples/photos", "--out", folder["out"]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("fish/fish1.jpg: It has no transparent pixel", outcome.Error);
    }
}
