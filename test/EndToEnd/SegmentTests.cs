using System.Text.Json;

namespace Graft.EndToEnd.Tests;

public class SegmentTests
{
    [Fact]
    public async Task From_scenes_with_masks_to_overlays()
    {
        using var folder = new TestFolder();
        var scenes = Photos.FewScenes(folder);
        var train = await CommandLineProcess.Run(folder.Root,
        [
            "train", scenes, "--task", "segment", "--epochs", "1", "--imgsz", "96",
            "--augment", "light", "--class-weights", "none", "--json",
        ]);
        Assert.True(train.ExitCode == 0, train.Error);
        var facts = train.Document();
        var model = facts.GetProperty("model").GetString()!;
        Assert.InRange(facts.GetProperty("parityDifference").GetDouble(), 0, 1e-3);
        foreach (var file in new[]
                 {
                     "report.html", "transfer.json", "metrics.json", "results.csv", "curves.png", "samples_val.jpg", "weights/best.safetensors",
                 })
            Assert.True(File.Exists(folder[$"runs/segment/scenes/{file}"]), file);
        using (var arguments = JsonDocument.Parse(File.ReadAllText(folder["runs/segment/scenes/args.json"])))
            Assert.False(arguments.RootElement.GetProperty("classWeights").GetBoolean());

        var val = await CommandLineProcess.Run(folder.Root, ["val", model, scenes, "--json"]);
        Assert.True(val.ExitCode == 0, val.Error);
        Assert.Equal(facts.GetProperty("validation").GetProperty("meanIoU").GetDouble(), val.Document().GetProperty("meanIoU").GetDouble(), 1e-9);

        var images = Directory.GetFiles(Path.Combine(scenes, "images", "val"), "*.jpg").Order().Take(2).ToArray();
        var predict = await CommandLineProcess.Run(folder.Root, ["predict", model, .. images, "--save", "--json"]);
        Assert.True(predict.ExitCode == 0, predict.Error);
        var run = Path.GetDirectoryName(Directory.GetFiles(folder["runs"], "predictions.json", SearchOption.AllDirectories).Single())!;
        Assert.Equal((2, 2), (Directory.GetFiles(run, "*.png").Length, Directory.GetFiles(run, "*.jpg").Length));
        Assert.StartsWith(folder["runs/segment/predict"], run);
        var rows = predict.Document().GetProperty("predictions").EnumerateArray()
            .SelectMany(prediction => prediction.GetProperty("classes").EnumerateArray());
        Assert.All(rows, row =>
            Assert.Equal(row.GetProperty("label").GetInt32() > 0, row.TryGetProperty("segmentation", out _) && row.TryGetProperty("bbox", out _)));

        var tiles = await CommandLineProcess.Run(folder.Root, ["val", model, scenes, "--tile", "128", "--overlap", "64", "--original-scale", "--json"]);
        Assert.True(tiles.ExitCode == 0, tiles.Error);
        var wrong = await CommandLineProcess.Run(folder.Root, ["predict", model, images[0], "--conf", "0.5", "--max-det", "3"]);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("--conf is for classifiers and detectors; --max-det is for detectors; this is a model for the task 'segment'", wrong.Error);
        Assert.Contains("--batch is for classifiers", (await CommandLineProcess.Run(folder.Root, ["val", model, scenes, "--batch", "2"])).Error);
        Assert.Contains("multiple of 32", (await CommandLineProcess.Run(folder.Root, ["predict", model, images[0], "--tile", "100"])).Error);

        var split = await CommandLineProcess.Run(folder.Root,
            ["data", "split", Repository.At("samples", "scenes"), "--task", "segment", "--out", "divided", "--json"]);
        Assert.True(split.ExitCode == 0, split.Error);
        Assert.Equal((24, 12), (split.Document().GetProperty("train").GetInt32(), split.Document().GetProperty("val").GetInt32()));
        Assert.Equal(12, Directory.GetFiles(folder["divided/masks/val"], "*.png", SearchOption.AllDirectories).Length);
        Directory.Delete(folder["divided/masks/val"], recursive: true);
        Directory.Delete(folder["divided/images/val"], recursive: true);
        // Masks alone are no images of two classes, images and masks.
        var plain = await CommandLineProcess.Run(folder.Root, ["data", "split", "divided", "--out", "again", "--json"]);
        Assert.True(plain.ExitCode == 0, plain.Error);
        Assert.Equal(24, plain.Document().GetProperty("train").GetInt32() + plain.Document().GetProperty("val").GetInt32());
        Assert.All(predict.Document().GetProperty("predictions").EnumerateArray(), prediction =>
            Assert.Equal(1, prediction.GetProperty("classes").EnumerateArray().Sum(row => row.GetProperty("share").GetDouble()), 1e-9));
    }
}
