using Graft.Tasks;

namespace Graft.Tests;

/// <summary>What is known of the images that a model is measured on: those that it was trained on, and copies.</summary>
public sealed class MeasuredImagesTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>
{
    [Fact]
    public void Images_that_were_trained_on_are_counted_by_their_contents_and_measured_apart()
    {
        using var folder = new TestFolder();
        // Under other names, in another place, without splits: eight trained on, four that chose the epoch, four that are new.
        foreach (var file in Directory.GetFiles(trained.Data, "*.png", SearchOption.AllDirectories))
        {
            var place = folder[$"all/{Path.GetFileName(Path.GetDirectoryName(file))}/copy of {Path.GetFileName(file)}"];
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
        var result = Evaluation.Run(new EvaluationRequest(trained.Run.Model, folder["all"]) { OutputFolder = folder["out"] });
        Assert.Equal((8, 4), (result.TrainedOn, result.ChosenOn));
        Assert.Equal(trained.Test.Metrics.Select(metric => (metric.Key, metric.Value)), result.Unseen!.Metrics.Select(metric => (metric.Key, metric.Value)));
        Assert.Contains("of 16 images 8 were trained on and 4 chose the weights, so the metrics are optimistic", result.ToString());
        var html = File.ReadAllText(result.ReportPath!);
        Assert.True(html.IndexOf("without the images that the network knows", StringComparison.Ordinal)
            < html.IndexOf("so the metrics are optimistic", StringComparison.Ordinal), "the headline is of the images that are new");
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(folder["out/metrics.json"]));
        Assert.Equal((8, 4), (json.RootElement.GetProperty("trainedOn").GetInt32(), json.RootElement.GetProperty("chosenOn").GetInt32()));
        Assert.Equal(4, json.RootElement.GetProperty("unseen").GetProperty("count").GetInt32());
        Assert.Equal(16, json.RootElement.GetProperty("count").GetInt32());
    }

    [Fact]
    public void Mistakes_are_shown_with_what_they_rest_on()
    {
        using var folder = new TestFolder();
        var result = Evaluation.Run(new EvaluationRequest(trained.Run.Model, trained.Data) { Split = "train", OutputFolder = folder["out"] });
        Assert.True(result.Report["accuracy"].Value < 1, "one epoch is not enough for that");
        var html = File.ReadAllText(result.ReportPath!);
        Assert.Contains("Beside each image what the wrong answer rests on", html);
        Assert.Contains("what the answer to ", html);
    }

    [Fact]
    public void Nothing_but_images_that_were_trained_on_is_no_test()
    {
        var result = Evaluation.Run(new EvaluationRequest(trained.Run.Model, trained.Data) { Split = "train" });
        Assert.Equal((8, 0), (result.TrainedOn, result.ChosenOn));
        Assert.Null(result.Unseen);
        Assert.Contains("of 8 images all were trained on: this is no test", result.ToString());
        Assert.Equal((0, 0), (Evaluation.Run(trained.Run.Model, trained.Data).TrainedOn, Evaluation.Run(trained.Run.Model, trained.Data).ChosenOn));
    }

    [Fact]
    public void Copies_of_the_measured_images_do_not_narrow_the_intervals()
    {
        using var folder = new TestFolder();
        foreach (var file in Directory.GetFiles(Path.Combine(trained.Data, "test"), "*.png", SearchOption.AllDirectories))
            for (var copy = 0; copy < 4; copy++)
            {
                var place = folder[$"copies/{Path.GetFileName(Path.GetDirectoryName(file))}/{copy} {Path.GetFileName(file)}"];
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                File.Copy(file, place);
            }
        var alone = Evaluation.Run(new EvaluationRequest(trained.Run.Model, trained.Data) { NearDuplicateBits = -1 });
        var copies = Evaluation.Run(new EvaluationRequest(trained.Run.Model, folder["copies"]) { NearDuplicateBits = -1 });
        Assert.Equal((4, 16), (alone.Report.ImageCount, copies.Report.ImageCount));
        var (expected, actual) = (alone.Metrics[0], copies.Metrics[0]);
        Assert.Equal("accuracy", actual.Key);
        Assert.Equal(expected.Value, actual.Value);
        Assert.Equal(expected.Interval!.Low, actual.Interval!.Low, 1e-9);
        Assert.Equal(expected.Interval.High, actual.Interval.High, 1e-9);
        Assert.EndsWith("so that 16 images count as 4", ((ClassificationReport)copies.Report).IntervalMethod);
    }
}
