using Graft.Artifacts;
using Graft.Reports;
using Graft.Training;

namespace Graft.Tests.Reports;

public sealed class RunFactsTests
{
    private static readonly DateTimeOffset Started = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TheoryData<TrainRequest> Requests =>
    [
        new ClassifyRequest { Data = "x" }, new ClassifyRequest { Data = "x", Strategy = Strategy.Probe }, new DetectRequest { Data = "x" },
        new InstanceRequest { Data = "x" }, new SegmentRequest { Data = "x", Strategy = Strategy.Scratch },
    ];

    [Theory]
    [MemberData(nameof(Requests))]
    public void Every_task_and_strategy_has_the_same_list_of_facts(TrainRequest request)
    {
        var facts = RunEnvironment.FactsOf(request, "x", Started, []).List();
        Assert.Equal(SampleReport.Facts.List().Select(fact => fact.Name), facts.Select(fact => fact.Name));
        Assert.All(facts, fact => Assert.All(fact.Lines, line => Assert.NotEqual("", line)));
    }

    [Fact]
    public void What_a_reader_must_know_is_in_the_list()
    {
        string[] names =
        [
            "Command", "Machine", "System", "Engine", "Graft", "Precision", "Epochs", "Batch", "Learning rates", "Optimizer", "Augmentation", "Seed",
            "Epoch chosen by", "Time to fit", "Pretrained weights", "Their licence", "Notes",
        ];
        Assert.Empty(names.Except(SampleReport.Facts.List().Select(fact => fact.Name)));
    }

    [Fact]
    public void A_request_is_told_whole()
    {
        var request = new DetectRequest
        {
            Data = "scenes",
            Epochs = 7,
            Batch = 3,
            Accumulate = 4,
            Optimizer = OptimizerKind.Sgd,
            WeightDecay = 0.05,
            Seed = 9,
            Ema = 0.99,
            Precision = Precision.Bfloat16,
        };
        TransferRow[] transfer = [new("stem", 1, "pretrained", true), new("stage1", 1, "pretrained", false, 2e-4), new("head", 1, "new", false, 1e-3)];
        var facts = RunEnvironment.FactsOf(request, "x", Started, transfer) with { EpochsDone = 5 };
        Assert.Equal("5 of 7", Of("Epochs"));
        Assert.Equal("3 images, 4 batches a step", Of("Batch"));
        Assert.Equal("from 0.001 (head) down to 2e-4 (stage1)", Of("Learning rates"));
        Assert.StartsWith("sgd, weight decay 0.05", Of("Optimizer"));
        Assert.Contains("decay 0.99", Of("Optimizer"));
        Assert.Equal("bf16", Of("Precision"));
        var chosen = new EngineChoice(MemoryLayout.ChannelsLast, Precision.Float32) { Reason = "this processor is old" };
        Assert.Contains("fp32: this processor is old", RunEnvironment.FactsOf(request, "x", Started, transfer, chosen).List().SelectMany(fact => fact.Lines));
        Assert.Equal("9", Of("Seed"));
        Assert.Equal("none: trained from scratch", Of("Pretrained weights"));

        string Of(string name) => facts.List().Single(fact => fact.Name == name).Lines[0];
    }

    [Fact]
    public void Lineage_and_licences_are_told_through_all_generations()
    {
        var first = new WeightsOrigin("resnet18.IMAGENET1K_V1", "torchvision", "BSD-3-Clause", "11");
        var second = new WeightsOrigin("theirs", "a friend", "MIT", "22") { Parent = first };
        var third = new WeightsOrigin("mine", "a run of one's own", "unknown", "33") { Parent = second };
        var facts = (SampleReport.Facts with { Origin = third }).List();
        Assert.Equal(["mine, from a run of one's own", "theirs, from a friend", "resnet18.IMAGENET1K_V1, from torchvision"], Of("Pretrained weights"));
        Assert.Equal(["unknown", "MIT", "BSD-3-Clause"], Of("Their licence"));
        Assert.Equal(["33", "22", "11"], Of("Their SHA-256"));

        IReadOnlyList<string> Of(string name) => facts.Single(fact => fact.Name == name).Lines;
    }

    [Fact]
    public void The_epoch_is_the_one_whose_weights_were_kept()
    {
        EpochRecord[] history = [new(1, "all", 1, 1, 0.5) { IsBest = true }, new(2, "all", 1, 1, 0.7) { IsBest = true }, new(3, "all", 1, 1, 0.7)];
        var selection = RunEnvironment.SelectionOf(new SegmentRequest { Data = "x" }, history, [])!;
        Assert.Equal((2, 3), (selection.Epoch, selection.Epochs));
        Assert.Equal("chosen on these images: the epoch, so the metrics are optimistic; those of a test split would not be", selection.Warning);
        Assert.Null(RunEnvironment.SelectionOf(new SegmentRequest { Data = "x" }, [new(1, "all", 1)], []));
    }
}
