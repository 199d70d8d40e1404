using Graft.Tests.Runs;

namespace Graft.Tests.Comparing;

public sealed class CandidateComparisonTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_task_is_compared_or_says_why_not(TaskKind kind)
    {
        var training = TinyRequests.Of(kind, _folder);
        // Twice the same: what is compared is not what they can do.
        var request = new CompareRequest
        {
            Training = training,
            Models = [training.Model],
            ImageSizes = [64, 96],
            Strategies = [Strategy.Scratch],
            Folds = 3,
            Repeats = 1,
        };
        if (TaskTable.Of(kind).NotCompared is { } why)
        {
            Assert.Contains(why, Assert.Throws<GraftException>(() => CandidateComparison.Run(request)).Message);
            return;
        }
        var result = CandidateComparison.Run(request, null, TestContext.Current.CancellationToken);
        Assert.Equal(2, result.Rows.Count);
        Assert.All(result.Rows, row => Assert.InRange(row.Trials, 1, row.Of));
        Assert.All(result.Rows.Skip(1), row => Assert.NotNull(row.Difference));
        Assert.NotNull(result.Headline);
        Assert.True(result.Images > 0);
        Assert.False(Directory.Exists(training.Project), "a comparison leaves no run");
        CompareFiles.Write(_folder.Root, result);
        Assert.Contains(training.Model, File.ReadAllText(_folder[CompareFiles.Page]));
        Assert.Equal(3, File.ReadAllLines(_folder[CompareFiles.Table]).Length);
    }

    public static TheoryData<TaskKind> Kinds => [.. TinyRequests.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Networks_over_a_backbone_are_networks_of_the_task(TaskKind kind)
    {
        foreach (var model in TaskTable.Of(kind).Networks("efficientnet_lite0"))
            (TaskTable.Of(kind).Request("data") with { Model = model }).Validate();
        Assert.NotEmpty(TaskTable.Of(kind).Networks("efficientnet_lite0"));
    }

    [Fact]
    public void A_class_of_two_images_is_named()
    {
        var data = TinyRequests.Write(TaskKind.Classify, _folder, "few",
            [.. Enumerable.Range(0, 8).Select(at => ("train", at, 0)), ("train", 8, 1), ("val", 9, 1), ("val", 10, 0)],
            seed => TinyScenes.Make(seed, 72, 64).Image, "ant", "bee");
        var training = new ClassifyRequest(data) { Model = "resnet_tiny", ImageSize = 64 };
        var failure = Assert.Throws<ProblemsException>(() => CandidateComparison.Run(
            new CompareRequest { Training = training, Models = ["resnet_tiny"], Strategies = [Strategy.Scratch] }));
        Assert.Contains("bee", Assert.Single(failure.Problems).ToString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_request_for_the_best_network_suits_each_candidate(TaskKind kind)
    {
        if (TaskTable.Of(kind).NotCompared is not null) return;
        var request = TaskTable.Of(kind).Request("data") with { Model = "auto", CompareSeconds = 60, Epochs = 3, LayerDecay = 0.5, Log = ["tensorboard"] };
        if (request is ClassifyRequest own) request = own with { Mixup = 0.2, Cutmix = 1 };
        var training = AutoModel.ComparisonOf(request).Training;
        foreach (var strategy in TaskTable.Of(kind).Compared ?? [request.Strategy])
        {
            var meant = new CompareCandidate("efficientnet_lite0", strategy, null).Of(training);
            meant.Validate();
            Assert.Equal((strategy, request.Log), (meant.Strategy, meant.Log));
        }
    }

    [Fact]
    public void What_has_no_meaning_for_any_candidate_is_refused()
    {
        var data = TinyRequests.Write(TaskKind.Classify, _folder, "data", [("train", 1, 0)], seed => TinyScenes.Make(seed, 72, 64).Image);
        void Refused(ClassifyRequest training, string message) => Assert.Contains(message, Assert.Throws<ProblemsException>(() =>
            CandidateComparison.Run(new CompareRequest { Training = training, Models = ["efficientnet_lite0"], Strategies = [Strategy.Probe] })).Message);
        Refused(new ClassifyRequest(data) { Epochs = 3 }, "solved without training steps");
        Refused(new ClassifyRequest(data) { ValidationShare = 0.4 }, "No validation images choose anything");
    }

    [Fact]
    public void Time_and_weights_belong_to_what_is_chosen()
    {
        var request = new ClassifyRequest("data");
        Assert.Contains("No networks are compared", Assert.Throws<ProblemsException>(() => (request with { CompareSeconds = 5 }).Validate()).Message);
        Assert.Contains("of one network", Assert.Throws<ProblemsException>(() => (request with { Model = "auto", Weights = "a.pth" }).Validate()).Message);
        (request with { Model = "auto", CompareSeconds = 5 }).Validate();
        Assert.Throws<ProblemsException>(() => (new IdentityRequest("data") with { Model = "auto" }).Validate());
    }
}
