using System.Text.Json;
using Graft.Imaging;

namespace Graft.EndToEnd.Tests;

public class InstancesTests
{
    [Fact]
    public async Task From_outlined_scenes_to_drawn_masks()
    {
        using var folder = new TestFolder();
        var scenes = Photos.FewScenes(folder);
        var train = await CommandLineProcess.Run(folder.Root,
            ["train", scenes, "--task", "instances", "--epochs", "1", "--imgsz", "96", "--augment", "light", "--json"]);
        Assert.True(train.ExitCode == 0, train.Error);
        var facts = train.Document();
        var model = facts.GetProperty("model").GetString()!;
        foreach (var file in new[]
                 {
                     "report.html", "transfer.json", "metrics.json", "predictions.json", "results.csv", "weights/best.safetensors",
                     "samples_train.jpg", "samples_val.jpg",
                 })
            Assert.True(File.Exists(folder[$"runs/instances/scenes/{file}"]), file);
        Assert.Contains("val_mask_ap50", File.ReadAllText(folder["runs/instances/scenes/results.csv"]));
        Assert.Contains("Mask AP50", File.ReadAllText(folder["runs/instances/scenes/report.html"]));

        var val = await CommandLineProcess.Run(folder.Root, ["val", model, scenes, "--json"]);
        Assert.True(val.ExitCode == 0, val.Error);
        foreach (var kind in new[] { "boxes", "masks" })
            Assert.True(
                JsonElement.DeepEquals(
                    facts.GetProperty("validation").GetProperty(kind).GetProperty("summary"),
                    val.Document().GetProperty(kind).GetProperty("summary")),
                val.Output);

        var images = Directory.GetFiles(Path.Combine(scenes, "images", "val"), "*.jpg").Order().Take(2).ToArray();
        var predict = await CommandLineProcess.Run(folder.Root,
            ["predict", model, .. images, "--conf", "0.001", "--iou", "0.4", "--max-det", "5", "--json", "--save", "--save-txt"]);
        Assert.True(predict.ExitCode == 0, predict.Error);
        var objects = predict.Document().GetProperty("predictions").EnumerateArray()
            .SelectMany(prediction => prediction.GetProperty("objects").EnumerateArray())
            .ToList();
        Assert.NotEmpty(objects);
        Assert.All(objects, found => Assert.Equal(found.GetProperty("area").GetInt64(), MaskOf(found.GetProperty("segmentation")).Area));
        Assert.Equal(2, Directory.GetFiles(folder["runs/instances/predict"], "*.jpg").Length);
        Assert.Equal(2, Directory.GetFiles(folder["runs/instances/predict/labels"]).Length);
        using var coco = JsonDocument.Parse(File.ReadAllText(folder["runs/instances/predict/predictions.json"]));
        Assert.All(coco.RootElement.EnumerateArray(), entry => Assert.Equal(2, entry.GetProperty("segmentation").GetProperty("size").GetArrayLength()));

        var export = await CommandLineProcess.Run(folder.Root, ["export", "runs/instances/scenes", "--out", "again.onnx"]);
        Assert.True(export.ExitCode == 0, export.Error);
    }

    [Theory]
    [InlineData("--task instances --model retinanet_resnet18", "draws no masks")]
    [InlineData("--task instances --model resnet_18", "resnet18")]
    [InlineData("--task detect --model maskrcnn_resnet50_fpn", "--task instances")]
    public async Task A_mistake_ends_with_2_before_anything_is_trained(string flags, string message)
    {
        using var folder = new TestFolder();
        var outcome = await CommandLineProcess.Run(folder.Root, ["train", Repository.At("samples", "scenes"), .. flags.Split(' ')]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error);
        Assert.False(Directory.Exists(folder["runs"]));
    }

    [Fact]
    public async Task Boxes_without_polygons_are_found_by_the_examination()
    {
        using var folder = new TestFolder();
        var scenes = Repository.At("samples", "scenes");
        var image = Directory.GetFiles(Path.Combine(scenes, "images", "val"), "*.jpg").Order().First();
        Directory.CreateDirectory(folder["data/images/train"]);
        File.Copy(image, folder["data/images/train/a.jpg"]);
        AtomicFile.WriteText(folder["data/labels/train/a.txt"], "0 0.5 0.5 0.4 0.4\n");
        AtomicFile.WriteText(folder["data/data.yaml"], "path: .\ntrain: images/train\nnames: [thing]\n");
        var outcome = await CommandLineProcess.Run(folder.Root, ["data", "inspect", "data", "--task", "instances"]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("no polygons", outcome.Output + outcome.Error);
    }

    private static Mask MaskOf(JsonElement segmentation) => Mask.FromCocoText(
        segmentation.GetProperty("size")[1].GetInt32(),
        segmentation.GetProperty("size")[0].GetInt32(),
        segmentation.GetProperty("counts").GetString()!);
}
