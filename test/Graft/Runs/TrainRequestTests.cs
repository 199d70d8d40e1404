using Graft.Data;
using Graft.Networks;
using Graft.Training;

namespace Graft.Tests.Runs;

public sealed class TrainRequestTests
{
    public static TheoryData<TrainRequest> Requests =>
    [
        new ClassifyRequest { Data = "x" },
        new DetectRequest { Data = "x" },
        new InstanceRequest { Data = "x" },
        new SegmentRequest { Data = "x" },
    ];

    [Theory]
    [MemberData(nameof(Requests))]
    public void The_default_values_are_in_range(TrainRequest request) => request.Validate();

    [Theory]
    [MemberData(nameof(Requests))]
    public void Everything_out_of_range_is_said_at_once(TrainRequest request)
    {
        var wrong = request with { Epochs = 0, Batch = 0, Optimizer = (OptimizerKind)7, Strategy = Strategy.Full, Freeze = "stage2" };
        var problems = Assert.Throws<ProblemsException>(wrong.Validate).Problems;
        Assert.Equal(["Batch", "Epochs", "Freeze", "Optimizer"], problems.Select(problem => problem.Where).Order());
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void Freezing_a_stage_means_the_partial_strategy(TrainRequest request) =>
        Assert.Contains("--strategy partial",
            Assert.Throws<ProblemsException>((request with { Strategy = Strategy.Full, Freeze = "stage2" }).Validate).Message);

    [Fact]
    public void Only_classification_must_be_told_what_to_freeze()
    {
        var untold = new ClassifyRequest { Data = "x", Strategy = Strategy.Partial };
        Assert.Equal("Freeze", Assert.Single(Assert.Throws<ProblemsException>(untold.Validate).Problems).Where);
        foreach (TrainRequest request in new TrainRequest[]
                 {
                     new DetectRequest { Data = "x" },
                     new InstanceRequest { Data = "x" },
                     new SegmentRequest { Data = "x", Strategy = Strategy.Partial },
                 })
        {
            request.Validate();
            Assert.Equal((Strategy.Partial, null), (request.Strategy, request.Freeze));
        }
    }

    [Theory]
    [InlineData("efficientnet_lite0", "stage3")]
    [InlineData("resnet18", "stage2")]
    [InlineData("swin_t", "stage2")]
    public void Objects_and_pixels_are_learned_behind_the_stages_up_to_a_quarter_of_the_size(string model, string first)
    {
        var detector = new DetectRequest("x").PlanFor(DetectionNetwork.Build(DetectionCatalogue.Find(model), 3).Trunk);
        var segmenter = new SegmentRequest("x") { Strategy = Strategy.Partial }.PlanFor(SegmentationCatalogue.Build(model, 3));
        Assert.All([detector, segmenter], plan => Assert.Equal((first, 1e-3),
            Assert.Single(plan.Phases) is var phase ? (phase.TrainFrom, phase.LearningRate) : default));
        Assert.Equal("stem", Assert.Single(new SegmentRequest("x").PlanFor(SegmentationCatalogue.Build(model, 3)).Phases).TrainFrom);
        var later = new DetectRequest("x") { Freeze = "stage3" }.PlanFor(DetectionNetwork.Build(DetectionCatalogue.Find(model), 3).Trunk);
        Assert.Equal("stage4", Assert.Single(later.Phases).TrainFrom);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void What_the_user_sets_is_kept_even_where_another_task_has_it_as_its_default_value(TrainRequest request)
    {
        var defaults = new ClassifyRequest { Data = "x" };
        var set = request with { Epochs = defaults.Epochs, Batch = defaults.Batch };
        Assert.Equal((defaults.Epochs, defaults.Batch), (set.Epochs, set.Batch));
    }

    [Fact]
    public void The_probe_is_for_classification_only()
    {
        new ClassifyRequest { Data = "x", Strategy = Strategy.Probe }.Validate();
        foreach (TrainRequest request in new TrainRequest[] { new DetectRequest { Data = "x" }, new SegmentRequest { Data = "x" } })
            Assert.Equal("Strategy", Assert.Single(Assert.Throws<ProblemsException>((request with { Strategy = Strategy.Probe }).Validate).Problems).Where);
    }

    [Fact]
    public void The_probe_refuses_what_only_steps_use()
    {
        var request = new ClassifyRequest { Data = "x", Strategy = Strategy.Probe };
        (request with { ClassWeights = true, Seed = 3, Workers = 2, ImageSize = 64 }).Validate();
        var asked = request with
        {
            Epochs = 3,
            Batch = 4,
            LearningRate = 0.1,
            Mixup = 0.2,
            Precision = Precision.Bfloat16,
            Patience = 2,
            Augmentation = AugmentationOptions.Strong,
        };
        Assert.Equal(["Augmentation", "Batch", "Epochs", "LearningRate", "Mixup", "Patience", "Precision"],
            Assert.Throws<ProblemsException>(asked.Validate).Problems.Select(problem => problem.Where).Order());
    }

    [Fact]
    public void Images_are_not_mixed_before_a_frozen_part()
    {
        foreach (var request in new[]
                 {
                     new ClassifyRequest { Data = "x", Strategy = Strategy.Head },
                     new ClassifyRequest { Data = "x", Strategy = Strategy.Partial, Freeze = "stage2" },
                 })
            Assert.Equal(["Cutmix", "Mixup"],
                Assert.Throws<ProblemsException>((request with { Mixup = 0.2, Cutmix = 1 }).Validate).Problems.Select(problem => problem.Where).Order());
        foreach (var strategy in new[] { Strategy.Gradual, Strategy.Full, Strategy.Scratch })
            new ClassifyRequest { Data = "x", Strategy = strategy, Mixup = 0.2, Cutmix = 1 }.Validate();
    }

    [Fact]
    public void The_rate_of_a_head_alone_falls_nowhere() =>
        Assert.Contains("LayerDecay",
            Assert.Throws<ProblemsException>(new ClassifyRequest { Data = "x", Strategy = Strategy.Head, LayerDecay = 0.5 }.Validate).Message);

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_metric_of_another_task_cannot_be_monitored(TrainRequest request)
    {
        (request with { Monitor = "loss" }).Validate();
        foreach (var (metric, isOwn) in new[]
                 {
                     ("balanced_accuracy", request is ClassifyRequest),
                     ("mean_dice", request is SegmentRequest),
                     ("ap75", request is DetectRequest),
                     ("mask_ap50", request is InstanceRequest),
                 })
        {
            var asked = request with { Monitor = metric };
            if (isOwn) asked.Validate();
            else Assert.Contains($"'{metric}' is not a metric of this task.", Assert.Throws<ProblemsException>(asked.Validate).Message);
        }
        Assert.Equal("mask_AP", new InstanceRequest { Data = "x", Monitor = "mask_AP" }.MonitoredMetric);
    }

    [Fact]
    public void A_detector_refuses_what_it_does_not_use()
    {
        var request = new DetectRequest { Data = "x", ClassWeights = true, LabelSmoothing = 0.1 };
        Assert.Equal(["ClassWeights", "LabelSmoothing"], Assert.Throws<ProblemsException>(request.Validate).Problems.Select(problem => problem.Where).Order());
    }
}
