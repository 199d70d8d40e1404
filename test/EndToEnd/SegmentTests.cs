using System.Text.Json;

namespace Graft.EndToEnd.Tests;

public class SegmentTests
{
    [Fact]
    public async Task From_scenes_with_masks_to_overlays()
    {
        using var folder = new TestFolder();
        var scenes = Repository.At("samples", "scenes");
        var train = await CommandLineProcess.Run(folder.Root, ["train", scenes, "--task", "segment", "--epochs", "1", "--imgsz", "96", "--augment", "light", "--class-weights", "none", "--json"]);
        Assert.True(train.ExitCode == 0, train.Error);
        var facts = train.Document();
        var model = facts.GetProperty("model").GetString()!;
        Assert.InRange(facts.GetProperty("parityDifference").GetDouble(), 0, 1e-3);
        foreach (var file in new[] { "report.html", "transfer.json", "metrics.json", "results.csv", "curves.png", "samples_val.jpg", "weights/best.safetensors" })
            Assert.True(File.Exists(folder[$"runs/segment/scenes/{file}"]), file);
        using (var arguments = JsonDocument.Parse(File.ReadAllText(folder["runs/segment/scenes/args.json"])))
            Assert.False(arguments.RootElement.GetProperty("classWeights").GetBoolean());

        var val = await CommandLineProcess.Run(folder.Root, ["val", model, scenes, "--json"]);
        Assert.True(val.ExitCode == 0, val.Error);
        Assert.Equal(facts.GetProperty("validation").GetProperty("meanIoU").GetDouble(), val.Document().GetProperty("meanIoU").GetDouble(), 1e-9);

        var pictures = Directory.GetFiles(Path.Combine(scenes, "images", "val"), "*.jpg").Order().Take(2).ToArray();
        var predict = await CommandLineProcess.Run(folder.Root, ["predict", model, .. pictures, "--save", "--json"]);
        Assert.True(predict.ExitCode == 0, predict.Error);
        var run = Path.GetDirectoryName(Directory.GetFiles(folder["runs"], "predictions.json", SearchOption.AllDirectories).Single())!;
        Assert.Equal((2, 2), (Directory.GetFiles(run, "*.png").Length, Directory.GetFiles(run, "*.jpg").Length));
        Assert.All(predict.Document().GetProperty("predictions").EnumerateArray(), prediction =>
            Assert.Equal(1, prediction.GetProperty("classes").EnumerateArray().Sum(row => row.GetProperty("share").GetDouble()), 1e-9));
    }
}
