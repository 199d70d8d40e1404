namespace Graft.Tests.Runs;

/// <summary>What every task's model file knows of the images it was made with, and the test split that chose nothing.</summary>
public sealed class KnownImagesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<TaskKind> Kinds => [.. TinyRequests.OfImages];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Kinds))]
    public void The_images_set_aside_for_the_test_are_those_that_the_file_does_not_know(TaskKind kind)
    {
        var request = TinyRequests.Of(kind, _folder) with { TestShare = 0.25 };
        var result = TaskTable.Of(kind).Train(request, null, default);
        var test = result.Report.Splits[0];
        Assert.Equal("test", test.Split);
        Assert.Null(result.Report.WarningOf(test));
        Assert.Contains("chosen on these images", result.Report.WarningOf(result.Report.Splits[1]));

        // Data that comes divided is measured by its own splits: the test images were taken from those to train with.
        var measured = Evaluation.Run(new EvaluationRequest(result.Folder.Model, request.Data) { Split = kind == TaskKind.Classify ? null : "train" });

        Assert.Equal(test.Report.ImageCount, measured.Unseen!.ImageCount);
        Assert.Equal(test.Report.Metrics.Select(metric => (metric.Key, metric.Value)), measured.Unseen.Metrics.Select(metric => (metric.Key, metric.Value)));
        Assert.Equal(measured.Report.ImageCount, measured.TrainedOn + measured.ChosenOn + measured.Unseen.ImageCount);
        Assert.Equal(kind == TaskKind.Classify, measured.ChosenOn > 0);
    }

    [Fact]
    public void What_the_weights_of_an_earlier_run_had_seen_is_known_too()
    {
        var request = TinyRequests.Of(TaskKind.Classify, _folder);
        var row = TaskTable.Of(TaskKind.Classify);
        var parent = row.Train(request with { Name = "parent" }, null, default);
        var images = Directory.GetFiles(request.Data, "*.png", SearchOption.AllDirectories);
        // The child learns from half of the images.
        foreach (var file in images.Where((_, at) => at % 2 == 0)) File.Move(file, $"{file}.away");
        var weights = Path.Combine(parent.Folder.Weights, "best.safetensors");
        var child = row.Train(request with { Strategy = Strategy.Full, Weights = weights, Name = "child" }, null, default);
        foreach (var file in images.Where((_, at) => at % 2 == 0)) File.Move($"{file}.away", file);

        var measured = Evaluation.Run(child.Folder.Model, request.Data);
        Assert.Equal(images.Length, measured.TrainedOn + measured.ChosenOn);
        Assert.Null(measured.Unseen);
    }

    [Fact]
    public void The_probe_leaves_the_validation_images_as_a_test()
    {
        var request = TinyRequests.Of(TaskKind.Classify, _folder) with { Strategy = Strategy.Scratch };
        var scratch = TaskTable.Of(TaskKind.Classify).Train(request with { Name = "scratch" }, null, default);
        Assert.NotNull(scratch.Report.WarningOf(scratch.Report.Splits[0]));

        var probe = new ClassifyRequest(request.Data)
        {
            Strategy = Strategy.Probe,
            Model = "resnet_tiny",
            Weights = Path.Combine(scratch.Folder.Weights, "best.safetensors"),
            ImageSize = 64,
            Project = request.Project,
            Name = "probe",
        };
        var result = TaskTable.Of(TaskKind.Classify).Train(probe, null, default);
        Assert.Null(result.Report.WarningOf(result.Report.Splits[0]));
        Assert.Contains(result.Report.Facts, fact => fact.Name == "Epoch chosen by" && fact.Lines[0] == "nothing: the probe takes no steps");
    }
}
