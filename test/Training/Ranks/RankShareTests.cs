using Graft.Imaging;
using Graft.Networks;
using Graft.Tests.Training.Detection;
using Graft.Training;
using static Graft.Tests.Training.RankJobs;

namespace Graft.Tests.Training;

/// <summary>What needs no gradients is computed in shares: each image by one rank.</summary>
public sealed class RankShareTests
{
    [Theory]
    [InlineData(30, 8, 3)]
    [InlineData(33, 8, 2)] // a single last image joins the batch before
    [InlineData(10, 8, 4)] // fewer batches than ranks
    public void Features_of_a_frozen_prefix_are_computed_once_and_are_those_of_one_process(int images, int batch, int size)
    {
        var job = Job("resnet_tiny", images);
        job = job with { Phases = [new Phase(2, "head", 0.01)], Options = job.Options with { BatchSize = batch }, Validation = null };
        AssertSteps(job, size, 2 * ((images + 6) / 8));
        var loaded = new ColourImages(images, TinyJob.Classes, TinyJob.Side);
        Train(job with { Train = loaded }, size);
        Assert.Equal(images, loaded.Loads);
    }

    [Theory]
    [InlineData("classify", 2)]
    [InlineData("classify", 3)]
    [InlineData("identities", 2)]
    [InlineData("segment", 3)]
    [InlineData("detect", 2)]
    [InlineData("instances", 3)]
    public void Validation_in_shares_gives_the_metrics_of_one_process_to_the_bit(string task, int size)
    {
        var job = JobOf(task);
        // A rate that moves no weight: what is validated is the same.
        job = job with { Phases = [job.Phases[0] with { Epochs = 1, LearningRate = 1e-30 }] };
        var one = new Trainer().Train(job).History[0].Validation!;
        var several = Train(job, size).History[0].Validation!;
        Assert.Equal(one.Loss, several.Loss);
        Assert.Equal(one.Metrics, several.Metrics);
    }

    [Fact]
    public void Each_rank_validates_its_own_images()
    {
        var job = Job("resnet_tiny", images: 16);
        var loads = LocalRanks.Run(3, ranks =>
        {
            var images = new ColourImages(40, TinyJob.Classes, TinyJob.Side);
            new Trainer().Train(job with { Collective = ranks, Validation = images, Phases = [job.Phases[0] with { Epochs = 1 }] });
            return images.Loads;
        });
        Assert.Equal([8, 16, 16], loads);
    }

    private static TrainingJob JobOf(string task)
    {
        var architecture = DetectionCatalogue.Find("resnet_tiny");
        if (task == "instances") architecture = architecture with { MaskHead = new MaskHeadOptions([16, 16]) };
        return task switch
        {
            "classify" => RankLossTests.Plain(Job("resnet_tiny") with { Validation = new ColourImages(29, TinyJob.Classes, TinyJob.Side) }),
            "identities" => RankLossTests.Plain(IdentityTaskTests.Job(IdentityLoss.Triplet, epochs: 1)),
            "segment" => RankLossTests.Plain(RankLossTests.Pixels(new() { Dice = 1 })),
            _ => RankLossTests.Plain(DetectionTaskTests.JobOf(DetectionNetwork.Build(architecture, Squares.Classes), epochs: 1) with
            { Train = new Squares(8, 1), Validation = new Squares(14, 2) }),
        };
    }
}
