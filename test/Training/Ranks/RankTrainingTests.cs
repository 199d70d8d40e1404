using Graft.Data;
using Graft.Networks;
using Graft.Training;

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

    [Fact]
    public void Every_rank_ends_with_the_same_weights_and_only_the_first_keeps_checkpoints()
    {
        using var folder = new TestFolder();
        var job = Job("resnet_tiny");
        var results = LocalRanks.Run(3, ranks => new Trainer().Train(
            job with { Collective = ranks, CheckpointFolder = ranks.Rank == 0 ? folder.Root : null }));
        foreach (var result in results.Skip(1)) TinyJob.AssertSame(results[0].Last, result.Last);
        Assert.True(File.Exists(folder["state.json"]));
    }

    [Theory]
    [InlineData(2, 2, 0.0)]
    [InlineData(2, 1, 1e-5)]
    [InlineData(2, 4, 1e-5)]
    public void A_run_goes_on_with_another_number_of_ranks(int before, int after, double tolerance)
    {
        using var folder = new TestFolder();
        var job = Job("mobilenet_v2_tiny");
        var whole = Train(job, before);
        using var cancel = new CancellationTokenSource();
        var steps = 0;
        LocalRanks.Run(before, ranks => new Trainer().Train(Placed(job, ranks, folder), new Recorder
        {
            OnStep = _ => { if (ranks.Rank == 0 && ++steps == 6) cancel.Cancel(); },
        }, ranks.Rank == 0 ? cancel.Token : default));
        var resumed = LocalRanks.Run(after, ranks => new Trainer().Train(Placed(job, ranks, folder) with { Resume = ranks.Rank == 0 }))[0];
        Assert.InRange(Difference(whole, resumed), 0, tolerance);
    }

    [Fact]
    public void Half_of_the_bytes_are_sent_where_gradients_are_compressed()
    {
        var job = Job("resnet_tiny");
        var (whole, half) = (new LocalRanks(2), new LocalRanks(2));
        var results = new[] { (whole, false), (half, true) }.Select(pair => LocalRanks.Run(2, ranks =>
            new Trainer().Train(job with { Collective = ranks, Ranks = new RankOptions { CompressesGradients = pair.Item2 } }), pair.Item1)[0]).ToList();
        Assert.Equal(whole.SummedBytes, 2 * half.SummedBytes);
        Assert.InRange(Difference(results[0], results[1]), 1e-9, 0.01);
    }

    [Fact]
    public void A_batch_smaller_than_the_ranks_is_refused()
    {
        var job = Job("resnet_tiny");
        var refusal = Assert.Throws<ProblemsException>(() => LocalRanks.Run(9, ranks => new Trainer().Train(job with { Collective = ranks })));
        Assert.Contains("cannot be divided among 9 ranks", refusal.Message);
    }

    private static TrainingJob Placed(TrainingJob job, ICollective ranks, TestFolder folder) =>
        job with { Collective = ranks, CheckpointFolder = ranks.Rank == 0 ? folder.Root : null };

    private static void AssertSteps(TrainingJob job, int size, int steps)
    {
        var (one, several) = (new Recorder(), new Recorder());
        var whole = new Trainer().Train(job, one);
        var results = LocalRanks.Run(size, ranks => new Trainer().Train(job with { Collective = ranks }, ranks.Rank == 0 ? several : null));
        Assert.Equal(steps, one.Steps.Count);
        Assert.Equal(steps, several.Steps.Count);
        for (var i = 0; i < 3; i++) Assert.Equal(one.Steps[i].Loss, several.Steps[i].Loss, 1e-6);
        Assert.InRange(Difference(whole, results[0]), 0, 1e-5);
    }

    private static TrainingResult Train(TrainingJob job, int size) => LocalRanks.Run(size, ranks => new Trainer().Train(job with { Collective = ranks }))[0];

    private static double Difference(TrainingResult one, TrainingResult other) => one.Last.Max(pair =>
        pair.Value.Data.Zip(other.Last[pair.Key].Data, (a, b) => (double)Math.Abs(a - b)).DefaultIfEmpty(0).Max());

    private static TrainingJob Job(string model, int images = 32)
    {
        var job = TinyJob.Create(model, images, new Phase(3, ModelCatalogue.Build(model, TinyJob.Classes).Stages[0].Name, 0.01));
        return job with
        {
            Options = job.Options with
            {
                NormStatistics = NormStatistics.Fixed,
                Precision = Precision.Float32,
                Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd, WeightDecay = 1e-4 },
            },
        };
    }
}
