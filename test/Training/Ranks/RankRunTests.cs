using Graft.Training;
using static Graft.Tests.Training.RankJobs;

namespace Graft.Tests.Training;

/// <summary>What ranks do beside their steps.</summary>
public sealed class RankRunTests
{
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

    [Fact]
    public void Otherwise_the_statistics_of_the_first_rank_are_kept_and_that_is_said()
    {
        var job = Job("resnet_tiny");
        job = job with { Options = job.Options with { NormStatistics = NormStatistics.Moving } };
        var recorder = new Recorder();
        var results = LocalRanks.Run(2, ranks => new Trainer().Train(job with { Collective = ranks }, ranks.Rank == 0 ? recorder : null));
        TinyJob.AssertSame(results[0].Last, results[1].Last);
        Assert.Contains(recorder.Notes, note => note.Contains("rank 0's statistics are kept"));
    }

    [Fact]
    public void A_checkpoint_within_an_epoch_changes_no_number()
    {
        using var folder = new TestFolder();
        var job = Job("mobilenet_v2_tiny");
        var recorder = new Recorder();
        var often = new Trainer().Train(job with { CheckpointFolder = folder.Root, Ranks = new RankOptions { CheckpointMinutes = 1e-9 } }, recorder);
        Assert.Equal(recorder.Steps.Count, recorder.Checkpoints.Count);
        TinyJob.AssertSame(new Trainer().Train(job).Last, often.Last);
    }
}
