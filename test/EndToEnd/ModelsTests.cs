namespace Graft.EndToEnd.Tests;

public class ModelsTests
{
    [Fact]
    public async Task The_catalogue_is_one_json_document()
    {
        var outcome = await CommandLineProcess.Run("models", "--json");
        Assert.Equal(0, outcome.ExitCode);
        var lite = outcome.Document().GetProperty("models").EnumerateArray().Single(model => model.GetProperty("name").GetString() == "efficientnet_lite0");
        Assert.Equal(4652008, lite.GetProperty("parameters").GetInt64());
        var weights = lite.GetProperty("weights")[0];
        Assert.Equal("bundled", weights.GetProperty("where").GetString());
        Assert.Equal("Apache-2.0", weights.GetProperty("licence").GetString());
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public async Task One_model_is_shown_with_its_stages_and_all_its_weights()
    {
        var outcome = await CommandLineProcess.Run("models", "resnet50");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("stem, stage1, stage2, stage3, stage4, neck, head", outcome.Output);
        Assert.Contains("resnet50.IMAGENET1K_V1", outcome.Output);
        Assert.Contains("resnet50.IMAGENET1K_V2 (the default)", outcome.Output);
    }
}
