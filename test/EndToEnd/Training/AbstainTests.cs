using System.Text.Json;
using Graft.Imaging;

namespace Graft.EndToEnd.Tests;

public class AbstainTests
{
    [Fact]
    public async Task A_probe_of_the_photos_answers_where_it_is_sure_and_refuses_a_rate_that_it_cannot_keep()
    {
        using var folder = new TestFolder();
        var photos = Repository.At("samples", "photos");
        var trained = await CommandLineProcess.Run("train", photos, "--strategy", "probe", "--project", folder["runs"], "--name", "photos");
        Assert.Equal(0, trained.ExitCode);
        Assert.Contains("The model file can abstain", trained.Error);
        var run = folder["runs/photos"];

        var refused = await CommandLineProcess.Run("predict", run, photos, "--abstain", "0.02");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("It takes 149 at least, all answered right", refused.Error);

        // Noise of all colours, and a photograph of the training.
        var (random, noise) = (new SeededRandom(1), new RgbImage(300, 200));
        for (var i = 0; i < noise.Pixels.Length; i++) noise.Pixels[i] = (byte)random.Next(256);
        File.WriteAllBytes(folder["noise.png"], ImageEncoder.EncodePng(noise));
        var hammer = Path.Combine(photos, "tool", "hammer1.jpg");
        var asked = await CommandLineProcess.Run("predict", run, folder["noise.png"], hammer, "--abstain", "0.05", "--json");
        Assert.Equal(0, asked.ExitCode);
        var predictions = JsonDocument.Parse(asked.Output).RootElement.GetProperty("predictions");
        Assert.Equal("unlike", predictions[0].GetProperty("decision").GetString());
        Assert.False(predictions[0].TryGetProperty("class", out _));
        Assert.Equal(("answer", "tool"), (predictions[1].GetProperty("decision").GetString(), predictions[1].GetProperty("class").GetString()));
        var table = await CommandLineProcess.Run("predict", run, folder["noise.png"], hammer, "--abstain", "0.05");
        Assert.Contains("unlike", table.Output);
        Assert.Contains("1 answered, 1 unlike", table.Error);

        var measured = await CommandLineProcess.Run("val", run, photos, "--out", folder["val"]);
        Assert.Contains("--abstain", measured.Output);
        Assert.Contains("the surest", measured.Output);
        Assert.Contains("Errors by share of answers", File.ReadAllText(folder["val/report.html"]));
        using var metrics = JsonDocument.Parse(File.ReadAllText(folder["val/metrics.json"]));
        Assert.True(metrics.RootElement.GetProperty("riskCoverage").GetArrayLength() > 10);
        Assert.Equal(4, metrics.RootElement.GetProperty("abstention").GetArrayLength());
    }

    [Theory]
    [InlineData("detect", "A detector gives each object its own score")]
    [InlineData("instances", "A detector gives each object its own score")]
    [InlineData("segment", "A segmentation network answers for every pixel")]
    public async Task Other_tasks_say_why_they_do_not_abstain(string task, string reason)
    {
        using var folder = new TestFolder();
        var model = TinyModels.Write(task, folder["m.onnx"]);
        var refused = await CommandLineProcess.Run("predict", model, Repository.At("samples", "photos", "tool", "hammer1.jpg"), "--abstain", "0.05");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(reason, refused.Error);
    }

    [Fact]
    public async Task A_file_without_a_calibration_says_so()
    {
        using var folder = new TestFolder();
        var model = TinyModels.Write("classify", folder["m.onnx"]);
        var refused = await CommandLineProcess.Run("predict", model, Repository.At("samples", "photos", "tool", "hammer1.jpg"), "--abstain", "0.05");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("does not know when it is wrong", refused.Error);
    }

    [Fact]
    public async Task A_rate_and_a_score_threshold_are_not_given_together()
    {
        var refused = await CommandLineProcess.Run("predict", "model.onnx", "a.jpg", "--abstain", "0.05", "--conf", "0.9");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("use one of them", refused.Error);
        Assert.Contains("0.001 to 0.5", (await CommandLineProcess.Run("predict", "model.onnx", "a.jpg", "--abstain", "2")).Error);
    }
}
