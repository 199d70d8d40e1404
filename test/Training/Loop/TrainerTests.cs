using Graft.Data;
using Graft.Networks;
using Graft.Tasks;
using Graft.Training;

namespace Graft.Tests.Training;

public sealed class TrainerTests
{
    [Theory]
    [InlineData("resnet_tiny", OptimizerKind.AdamW, 0.01)]
    [InlineData("resnet_tiny", OptimizerKind.Sgd, 0.1)]
    [InlineData("resnext_tiny", OptimizerKind.AdamW, 0.01)]
    public void Colours_are_learnt_from_scratch(string model, OptimizerKind kind, double rate)
    {
        var job = TinyJob.Create(model, 60, new Phase(6, "stem", rate)) with { IsPretrained = false };
        var result = new Trainer().Train(job with { Options = job.Options with { Optimizer = new OptimizerOptions { Kind = kind } } });

        Assert.Equal(StopReason.Finished, result.Stopped);
        Assert.True(result.History[^1].TrainLoss < result.History[0].TrainLoss);
        Assert.True(result.BestMetrics![ClassificationMetricTable.Accuracy] > 0.9, $"{result.BestMetrics}");
    }

    // 48 steps, as above, are too few for these deep and thin ones: MobileNetV2 then classifies 11 of 12 with a batch's own
    // statistics and 7 with the running ones, which are still those of an earlier network. Four times the images are enough.
    [Theory]
    [InlineData("mobilenet_v2_tiny")]
    [InlineData("efficientnet_lite_tiny")]
    [InlineData("shufflenet_v2_tiny")]
    public void A_thin_network_learns_colours_once_its_running_statistics_have_had_the_steps(string model)
    {
        var job = TinyJob.Create(model, 240, new Phase(4, "stem", 0.01)) with { IsPretrained = false };
        var result = new Trainer().Train(job with { Options = job.Options with { Optimizer = new OptimizerOptions { Kind = OptimizerKind.AdamW } } });

        Assert.True(result.BestMetrics![ClassificationMetricTable.Accuracy] > 0.9, $"{result.BestMetrics}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_another_one_others()
    {
        var job = TinyJob.Create();
        var (one, two) = (new Trainer().Train(job), new Trainer().Train(job));
        var other = new Trainer().Train(job with { Options = job.Options with { Seed = 2 } });

        TinyJob.AssertSame(one.Last, two.Last);
        Assert.Equal(one.History.Select(epoch => epoch.TrainLoss), two.History.Select(epoch => epoch.TrainLoss));
        Assert.NotEqual(one.Last["fc.weight"].Data, other.Last["fc.weight"].Data);
    }

    [Fact]
    public void A_frozen_prefix_changes_in_no_value_and_a_trained_stage_does()
    {
        var job = TinyJob.Create(phases: new Phase(2, "stage3", 0.01)) with { IsPretrained = false };

        var last = new Trainer().Train(job).Last;

        foreach (var spec in job.Graph.Parameters)
        {
            var isFrozen = spec.Stage is "stem" or "stage1" or "stage2";
            if (isFrozen || spec.Role == ParameterRole.ConvolutionWeight)
                Assert.Equal(isFrozen, last[spec.Name].Data.SequenceEqual(job.Parameters[spec.Name].Data));
        }
    }

    [Fact]
    public void Parameters_given_to_the_trainer_stay_as_they_were()
    {
        var job = TinyJob.Create();
        var before = job.Parameters.ToDictionary(pair => pair.Key, pair => pair.Value.Data.ToArray());
        new Trainer().Train(job);
        Assert.All(before, pair => Assert.Equal(pair.Value, job.Parameters[pair.Key].Data));
    }

    [Fact]
    public void Four_accumulated_batches_are_one_batch_four_times_as_large()
    {
        var job = TinyJob.Create(images: 32, phases: new Phase(1, "stem", 0.05));
        var options = job.Options with { NormStatistics = NormStatistics.Fixed, ClipNorm = 0, Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd } };

        var whole = new Trainer().Train(job with { Options = options with { BatchSize = 32 } });
        var parts = new Trainer().Train(job with { Options = options with { BatchSize = 8, AccumulateBatches = 4 } });

        Assert.All(whole.Last.Where(pair => pair.Value.Shape.Count > 1), pair =>
            Assert.All(pair.Value.Data.Zip(parts.Last[pair.Key].Data), values => Assert.Equal(values.First, values.Second, 1e-5)));
    }

    [Theory]
    [InlineData(20, 8, 3, false)] // 8, 8 and 4
    [InlineData(26, 12, 3, false)] // 12 and, joined, 12 and 2
    [InlineData(20, 8, 3, true)]
    public void An_uneven_last_batch_counts_as_many_images_as_it_has(int images, int batch, int accumulated, bool isWeighted)
    {
        var job = TinyJob.Create(images: images, phases: new Phase(1, "stem", 0.05));
        var options = job.Options with
        {
            NormStatistics = NormStatistics.Fixed,
            ClipNorm = 0,
            Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd },
            ClassWeights = isWeighted ? [0.2, 1, 3] : null,
        };

        var whole = new Trainer().Train(job with { Options = options with { BatchSize = images } });
        var parts = new Trainer().Train(job with { Options = options with { BatchSize = batch, AccumulateBatches = accumulated } });

        Assert.All(whole.Last.Where(pair => pair.Value.Shape.Count > 1), pair =>
            Assert.All(pair.Value.Data.Zip(parts.Last[pair.Key].Data), values => Assert.Equal(values.First, values.Second, 1e-5)));
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_with_the_names_of_the_batchs_files()
    {
        var job = TinyJob.Create(phases: new Phase(3, "stem", 1e30)) with { IsPretrained = false };
        var failure = Assert.Throws<GraftException>(() => new Trainer()
            .Train(job with { Options = job.Options with { WarmupEpochs = 0, Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd } } }));
        Assert.Contains("not a finite number", failure.Message);
        Assert.Contains(".png", failure.Message);
        Assert.Equal(1, failure.ExitCode);
    }

    [Fact]
    public void An_image_that_cannot_be_loaded_stops_the_training_by_name()
    {
        var job = TinyJob.Create() with { Train = new ColourImages(30, TinyJob.Classes, TinyJob.Side) { Broken = 17 } };
        Assert.Contains("/17.png", Assert.Throws<GraftException>(() => new Trainer().Train(job)).Message);
    }

    [Fact]
    public void It_stops_when_the_watched_metric_gets_no_better()
    {
        var job = TinyJob.Create(phases: new Phase(50, "head", 1e-7));
        var result = new Trainer().Train(job with { Options = job.Options with { Patience = 2, Monitor = "balanced_accuracy" } });
        Assert.Equal(3, result.History.Count); // the first is the best there is
        Assert.Equal(StopReason.NoImprovement, result.Stopped);
    }

    [Fact]
    public void Everything_wrong_with_a_job_is_told_at_once()
    {
        var job = TinyJob.Create(phases: new Phase(0, "trunk", -1)) with { Classes = 2, Options = new TrainingOptions { BatchSize = 0, Monitor = "beauty" } };
        var problems = Assert.Throws<ProblemsException>(() => new Trainer().Train(job)).Problems;
        Assert.Contains(problems, problem => problem.What.Contains("'trunk'"));
        Assert.Contains(problems, problem => problem.Where == "BatchSize");
        Assert.Contains(problems, problem => problem.What.Contains("beauty"));
        Assert.Contains(problems, problem => problem.What.Contains("3 values where there are 2 classes"));
        Assert.Contains(problems, problem => problem.What.Contains("label 2"));
    }

    [Fact]
    public void Mixing_smoothing_weights_average_and_bfloat16_work_together()
    {
        var job = TinyJob.Create(phases: new Phase(2, "stem", 0.003));
        var result = new Trainer().Train(job with
        {
            Options = job.Options with
            {
                Mixing = new MixingOptions { Mixup = 0.2, Cutmix = 1 },
                LabelSmoothing = 0.1,
                ClassWeights = [1, 2, 3],
                AverageDecay = 0.9,
                Precision = Precision.Bfloat16,
            },
        });
        Assert.All(result.History, epoch => Assert.True(double.IsFinite(epoch.TrainLoss)));
        Assert.All(result.Best.Values, tensor => Assert.All(tensor.Data, value => Assert.True(float.IsFinite(value))));
    }

    [Fact]
    public void The_auxiliary_classifier_learns_and_an_image_too_small_for_it_does_without()
    {
        var job = TinyJob.Create("inception_tiny", 8, new Phase(1, "stem", 0.01)) with
        { Preprocess = Imaging.Preprocess.ImageNet(128, 128), Train = new ColourImages(8, 3, 128), Validation = null };
        var auxiliary = job.Graph.Parameters.First(spec => spec.Name.StartsWith("AuxLogits") && spec.Role == ParameterRole.LinearWeight).Name;
        Assert.NotEqual(job.Parameters[auxiliary].Data, new Trainer().Train(job).Last[auxiliary].Data);

        var small = job with { Preprocess = Imaging.Preprocess.ImageNet(75, 75), Train = new ColourImages(8, 3, 75) };
        Assert.Equal(job.Parameters[auxiliary].Data, new Trainer().Train(small).Last[auxiliary].Data);
    }

    [Fact]
    public void Both_auxiliary_classifiers_of_GoogLeNet_learn()
    {
        var job = TinyJob.Create("googlenet_tiny", 8, new Phase(1, "stem", 0.01)) with { Validation = null };

        var last = new Trainer().Train(job).Last;

        Assert.All(["aux1.fc2.weight", "aux2.fc2.weight", "aux1.conv.conv.weight", "fc.weight"],
            name => Assert.NotEqual(job.Parameters[name].Data, last[name].Data));
    }

    [Fact]
    public void Observers_hear_phases_steps_and_epochs_in_order()
    {
        var recorder = new Recorder();
        var result = new Trainer().Train(TinyJob.Create(), recorder);

        Assert.Equal([0, 1], recorder.Phases.Select(phase => phase.Index));
        Assert.True(recorder.Phases[0] is { HasFrozenPrefix: true, KeepsFeatures: true, TotalSteps: 8, TrainedParameters: 32 * 3 + 3 });
        Assert.Equal(16, recorder.Steps.Count);
        Assert.Equal([1, 2, 3, 4], recorder.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(result.History, recorder.Epochs);
        Assert.Single(recorder.Epochs, epoch => epoch.IsBest && epoch.Validation == result.BestMetrics);
    }
}
