using System.Text.Json;

namespace Graft.EndToEnd.Tests;

public class DetectTests
{
    [Fact]
    public async Task From_annotated_scenes_to_drawn_boxes()
    {
        using var folder = new TestFolder();
        var scenes = Photos.FewScenes(folder);
        var train = await CommandLineProcess.Run(folder.Root, ["train", scenes, "--epochs", "1", "--imgsz", "96", "--augment", "light", "--json"]);
        Assert.True(train.ExitCode == 0, train.Error);
        Assert.Contains("task detect", train.Error); // told from the layout
        var facts = train.Document();
        var model = facts.GetProperty("model").GetString()!;
        Assert.InRange(facts.GetProperty("parityDifference").GetDouble(), 0, 1e-3);
        foreach (var file in new[]
                 {
                     "report.html", "transfer.json", "metrics.json", "predictions.json", "results.csv", "weights/best.safetensors",
                     "samples_train.jpg", "samples_val.jpg", "pr_curve.png", "confusion_matrix.png",
                 })
            Assert.True(File.Exists(folder[$"runs/detect/scenes/{file}"]), file);

        var val = await CommandLineProcess.Run(folder.Root, ["val", model, scenes, "--json"]);
        Assert.True(val.ExitCode == 0, val.Error);
        Assert.True(JsonElement.DeepEquals(Metrics(facts.GetProperty("validation")), Metrics(val.Document())), val.Output);

        var images = Directory.GetFiles(Path.Combine(scenes, "images", "val"), "*.jpg").Order().Take(3).ToArray();
        var predict = await CommandLineProcess.Run(folder.Root,
            ["predict", model, .. images, "--conf", "0.01", "--max-det", "5", "--json", "--save", "--save-txt"]);
        Assert.True(predict.ExitCode == 0, predict.Error);
        var predictions = predict.Document().GetProperty("predictions").EnumerateArray().ToList();
        Assert.Equal(3, predictions.Count);
        Assert.All(predictions, prediction => Assert.InRange(prediction.GetProperty("objects").GetArrayLength(), 0, 5));
        Assert.Equal(3, Directory.GetFiles(folder["runs/detect/predict"], "*.jpg").Length);
        Assert.Equal(3, Directory.GetFiles(folder["runs/detect/predict/labels"]).Length);
        var alone = await CommandLineProcess.Run(folder.Root, ["predict", model, .. images, "--conf", "0.01", "--iou", "0", "--json"]);
        Assert.True(alone.ExitCode == 0, alone.Error);
        Assert.All(alone.Document().GetProperty("predictions").EnumerateArray(),
            prediction => Assert.True(prediction.GetProperty("objects").GetArrayLength() <= 100));
        using var coco = JsonDocument.Parse(File.ReadAllText(folder["runs/detect/predict/predictions.json"]));
        Assert.All(coco.RootElement.EnumerateArray(), entry => Assert.Equal(4, entry.GetProperty("bbox").GetArrayLength()));
    }

    private static JsonElement Metrics(JsonElement report) => report.GetProperty("boxes").GetProperty("summary");

    [Theory]
    [InlineData("predict model.onnx a.jpg --iou 1.5", "--iou is a number from 0 to 1")]
    [InlineData("predict model.onnx a.jpg --conf -0.1", "--conf is a number from 0 to 1")]
    [InlineData("export nothing_here --weights a.pth", "is not a network of the catalogue")]
    public async Task A_wrong_word_is_refused(string words, string message)
    {
        var outcome = await CommandLineProcess.Run(words.Split(' '));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error);
    }

    [Theory]
    [InlineData("--strategy probe", "The probe is for classification only.")]
    [InlineData("--mixup 0.2", "--mixup")]
    [InlineData("--model resnet_18", "resnet18")]
    public async Task A_mistake_ends_with_2_before_anything_is_trained(string flags, string message)
    {
        using var folder = new TestFolder();
        var outcome = await CommandLineProcess.Run(folder.Root, ["train", Repository.At("samples", "scenes"), "--task", "detect", .. flags.Split(' ')]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error);
        Assert.False(Directory.Exists(folder["runs"]));
    }
}
