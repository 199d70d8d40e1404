using Graft.Data;
using Graft.Training;

using static Graft.Tests.Training.RankJobs;

namespace Graft.Tests.Training;

/// <summary>Several ranks take the same steps as one process with the whole batch.</summary>
public sealed class RankTrainingTests
{
    [Theory]
    [InlineData("resnet_tiny", 2, true)]
    [InlineData("resnet_tiny", 2, false)]
    [InlineData("resnet_tiny", 3, true)]
    [InlineData("mobilenet_v2_tiny", 2, true)] // dropout
    [InlineData("efficientnet_tiny", 3, true)] // and stochastic depth
    public void Ranks_take_the_steps_of_one_process(string model, int size, bool overlaps) =>
        AssertSteps(Job(model) with { Ranks = new RankOptions { Overlaps = overlaps } }, size, 12);

    [Fact]
    public void A_build_that_sums_where_it_should_average_would_be_noticed()
    {
        var job = Job("resnet_tiny");
        var (one, half) = (new Recorder(), new Recorder());
        var whole = new Trainer().Train(job, one);
        var doubled = new Trainer().Train(job with { Phases = [job.Phases[0] with { LearningRate = 2 * job.Phases[0].LearningRate }] }, half);
        Assert.True(Difference(whole, doubled) > 1e-3);
    }

    [Fact]
    public void Images_are_mixed_with_those_of_other_ranks()
    {
        var job = Job("resnet_tiny");
        AssertSteps(job with { Options = job.Options with { Mixing = new MixingOptions { Mixup = 0.4, Cutmix = 1 } } }, 3, 12);
    }

    [Fact]
    public void Smoothed_and_weighted_targets_and_accumulated_batches_come_out_the_same()
    {
        var job = Job("resnet_tiny");
        AssertSteps(job with { Options = job.Options with { LabelSmoothing = 0.1, ClassWeights = [1, 2, 4], AccumulateBatches = 2 } }, 2, 6);
    }

    [Theory]
    [InlineData(10, 8, 4)] // the last batch has fewer images than there are ranks
    [InlineData(17, 8, 3)] // and here one more than others
    public void Short_last_batches_count_by_their_images(int images, int batch, int size)
    {
        var job = Job("resnet_tiny", images);
        AssertSteps(job with { Options = job.Options with { BatchSize = batch } }, size, 6);
    }

    [Theory]
    [InlineData(32, 2)]
    [InlineData(11, 3)]
    [InlineData(11, 4)] // a rank without images of the last batch
    public void Norms_use_the_images_of_all_ranks_where_asked_to(int images, int size)
    {
        var job = Job("resnet_tiny", images);
        // Norms of 8 values, of maps of one pixel, make more of every rounding from step to step.
        AssertSteps(job with
        {
            Phases = [job.Phases[0] with { LearningRate = 1e-4 }],
            Options = job.Options with { NormStatistics = NormStatistics.Moving },
            Ranks = new RankOptions { SynchronisesNorms = true },
        }, size, 3 * ((images + 7) / 8), tolerance: 1e-3);
    }

    [Fact]
    public void A_frozen_part_and_an_average_come_out_the_same()
    {
        var job = Job("resnet_tiny");
        AssertSteps(job with
        {
            Phases = [new Phase(1, "head", 0.01), new Phase(2, "stage2", 0.01)],
            Options = job.Options with { AverageDecay = 0.9 },
        }, 2, 12);
    }
}
