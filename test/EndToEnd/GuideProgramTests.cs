namespace Graft.EndToEnd.Tests;

/// <summary>The programs that the guide quotes, on the scenes that come along.</summary>
public class GuideProgramTests
{
    [Fact]
    public async Task The_program_of_explaining_draws_what_an_answer_rests_on()
    {
        using var folder = new TestFolder();
        Assert.Equal(0, (await CommandLineProcess.Run("export", "efficientnet_lite0", "--out", folder["lite0.onnx"])).ExitCode);
        var outcome = await CommandLineProcess.Run(folder.Root, ["explain", folder["lite0.onnx"], Repository.At("samples", "photos", "tool", "hammer1.jpg")],
            program: Path.Combine(AppContext.BaseDirectory, "Graft.Guide.dll"));
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Matches("^hammer 0\\.\\d{3}, exact: 7 x 7 cells\nin the middle of the image ", outcome.Output.ReplaceLineEndings("\n"));
        Assert.True(File.Exists(folder["why.jpg"]));
    }

    [Theory]
    [InlineData("detect", "levels of stride 8, 16, 32")]
    [InlineData("segment", "mean IoU through ONNX Runtime")]
    [InlineData("instances", "AP50 of masks")]
    public async Task A_program_of_the_guide_runs(string page, string says)
    {
        using var folder = new TestFolder();
        var program = Path.Combine(AppContext.BaseDirectory, "Graft.Guide.dll");
        var outcome = await CommandLineProcess.Run(folder.Root, [page, Photos.FewScenes(folder)], program: program);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains(says, outcome.Output);
        Assert.Single(Directory.GetFiles(folder["runs"], "report.html", SearchOption.AllDirectories));
        Assert.Equal(page == "segment", File.Exists(folder["large.png"]));
    }
}
