namespace Graft.EndToEnd.Tests;

public class TrainTests
{
    [Fact]
    public async Task More_images_are_added_and_a_file_that_is_worse_than_the_old_one_gives_exit_code_1()
    {
        using var folder = Photos.TwoClasses(14);
        foreach (var (name, wrong) in new[] { ("fish", "tool"), ("tool", "fish") })
            foreach (var (at, photo) in Directory.GetFiles(Repository.At("samples", "photos", name)).Order().Skip(14).Index())
            {
                var place = folder[at < 2 ? $"more/{name}/{Path.GetFileName(photo)}" : $"mislabelled/{wrong}/{Path.GetFileName(photo)}"];
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                File.Copy(photo, place);
            }
        string[] train = ["train", "photos", "--strategy", "probe", "--test-split", "0.7", "--val-split", "0.1", "--json"];
        var good = await CommandLineProcess.Run(folder.Root, [.. train, "--add", "more", "--name", "good"]);
        Assert.True(good.ExitCode == 0, good.Error);
        Assert.Equal(4, good.Document().GetProperty("added").GetInt32());
        Assert.Contains("4 of 4 images of 'more' were added to the training images", good.Error);
        Assert.False(good.Document().TryGetProperty("against", out _));

        var worse = await CommandLineProcess.Run(folder.Root, [.. train, "--add", "mislabelled", "--against", "runs/classify/good", "--name", "worse"]);
        Assert.True(worse.ExitCode == 1, worse.Error);
        var against = worse.Document().GetProperty("against");
        Assert.Equal("worse", against.GetProperty("verdict").GetString());
        Assert.Equal("test", against.GetProperty("split").GetString());
        Assert.InRange(against.GetProperty("p").GetDouble(), 0, 0.05);
        Assert.True(File.Exists(folder["runs/classify/worse/model.onnx"]) && File.Exists(folder["runs/classify/worse/report.html"]));
        Assert.Contains("The new file is worse than 'runs/classify/good", worse.Error);
    }

    [Fact]
    public async Task From_a_folder_of_photos_to_predictions()
    {
        using var folder = Photos.TwoClasses(8);
        var train = await CommandLineProcess.Run(folder.Root, ["train", "photos", "--strategy", "probe", "--json"]);
        Assert.True(train.ExitCode == 0, train.Error);
        var facts = train.Document();
        var model = facts.GetProperty("model").GetString()!;
        Assert.True(File.Exists(facts.GetProperty("report").GetString()));
        Assert.True(File.Exists(folder["runs/classify/photos/samples_train.jpg"]));
        Assert.InRange(facts.GetProperty("parityDifference").GetDouble(), 0, 1e-4);

        var val = await CommandLineProcess.Run(folder.Root, ["val", model, "photos", "--json"]);
        Assert.True(val.ExitCode == 0, val.Error);
        Assert.InRange(val.Document().GetProperty("accuracy").GetDouble(), 0.8, 1);

        var run = await CommandLineProcess.Run(folder.Root, ["val", Path.GetDirectoryName(model)!, "photos", "--out", "val"]);
        Assert.True(run.ExitCode == 0, run.Error);
        foreach (var file in new[] { "report.html", "metrics.json", "predictions.csv", "confusion_matrix.png" })
            Assert.True(File.Exists(folder[$"val/{file}"]), file);
        Assert.Contains("next: graft predict", run.Error);

        var export = await CommandLineProcess.Run(folder.Root, ["export", Path.GetDirectoryName(model)!, "--out", "copy.onnx", "--json"]);
        Assert.True(export.ExitCode == 0, export.Error);
        var again = await CommandLineProcess.Run(folder.Root, ["val", "copy.onnx", "photos", "--json"]);
        Assert.Equal(val.Document().GetProperty("accuracy").GetDouble(), again.Document().GetProperty("accuracy").GetDouble());

        var ledger = await CommandLineProcess.Run(folder.Root, ["models", "copy.onnx", "--json"]);
        Assert.InRange(ledger.Document().GetProperty("metrics").GetProperty("accuracy").GetDouble(), 0.5, 1);
        var weights = Assert.Single(ledger.Document().GetProperty("weights").EnumerateArray());
        Assert.Equal("efficientnet_lite0.IMAGENET1K_V1", weights.GetProperty("name").GetString());
        Assert.Equal("Apache-2.0", weights.GetProperty("licence").GetString());

        File.WriteAllBytes(folder["empty.jpg"], []);
        var predict = await CommandLineProcess.Run(folder.Root, ["predict", model, "photos/fish/*.jpg", "empty.jpg", "--json", "--save", "--save-txt"]);
        Assert.Equal(2, predict.ExitCode);
        Assert.Contains("empty.jpg", predict.Error);
        var predictions = predict.Document().GetProperty("predictions").EnumerateArray().ToList();
        Assert.Equal(9, predictions.Count);
        Assert.Equal(1, predictions.Count(prediction => prediction.TryGetProperty("error", out _)));
        Assert.InRange(predictions.Count(prediction => prediction.TryGetProperty("class", out var name) && name.GetString() == "fish"), 6, 8);
        Assert.True(File.Exists(folder["runs/classify/predict/predictions.jpg"]));
        Assert.Equal(8, Directory.GetFiles(folder["runs/classify/predict/labels"]).Length);
    }

    [Theory]
    [InlineData("train nowhere", "There is no folder or file 'nowhere'.")]
    [InlineData("train photos --strategy partial", "Add --freeze STAGE")]
    [InlineData("train photos --epochs 0", "--epochs: 0 is not between 1 and 10000.")]
    [InlineData("train photos --model resnet50", "resnet50.IMAGENET1K_V2")]
    [InlineData("train photos --strategy gradul", "'gradul'")]
    [InlineData("train photos --device cuda", "'cuda'")]
    public async Task A_mistake_ends_with_2_before_anything_is_trained(string line, string message)
    {
        using var folder = Photos.TwoClasses(8);
        var outcome = await CommandLineProcess.Run(folder.Root, line.Split(' '));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error);
        Assert.False(Directory.Exists(folder["runs"]));
    }
}
