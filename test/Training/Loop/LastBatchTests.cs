using Graft.Networks;
using Graft.Training;

namespace Graft.Tests.Training;

public sealed class LastBatchTests
{
    [Theory]
    [InlineData(9, 8, 1)]
    [InlineData(17, 8, 2)]
    [InlineData(18, 8, 3)]
    public void A_norm_of_one_pixel_an_image_never_sees_a_single_image(int images, int batch, int stepsPerEpoch)
    {
        var graph = Pooled();
        var job = TinyJob.Create(images: images, phases: new Phase(2, "stem", 0.01));
        var recorder = new Recorder();
        var result = new Trainer().Train(job with
        {
            Graph = graph,
            Parameters = ParameterInitialiser.Create(graph, 5),
            Options = job.Options with { BatchSize = batch, NormStatistics = NormStatistics.Moving },
        }, recorder);
        Assert.Equal(2 * stepsPerEpoch, recorder.Steps.Count);
        Assert.Equal(recorder.Steps.Count, recorder.Phases[0].TotalSteps);
        Assert.All(result.Last, pair => Assert.All(pair.Value.Data, value => Assert.True(float.IsFinite(value), pair.Key)));
    }

    [Fact]
    public void A_run_with_a_joined_batch_resumes_to_the_same_numbers()
    {
        using var folder = new TestFolder();
        var job = TinyJob.Create("mobilenet_v2_tiny", 17, new Phase(3, "stem", 0.003));
        job = job with { Options = job.Options with { NormStatistics = NormStatistics.Moving } };
        var whole = new Trainer().Train(job);
        using var cancel = new CancellationTokenSource();
        var steps = 0;
        new Trainer().Train(job with { CheckpointFolder = folder.Root }, new Recorder { OnStep = _ => { if (++steps == 3) cancel.Cancel(); } }, cancel.Token); // between the two batches of the second epoch
        TinyJob.AssertSame(whole.Last, new Trainer().Train(job with { CheckpointFolder = folder.Root, Resume = true }).Last);
    }

    // As DeepLab's image pooling and the auxiliary classifier of Inception have it.
    private static Graph Pooled()
    {
        var g = new GraphBuilder("pooled");
        var x = g.Relu(g.Conv("conv", g.Input, 8, Window.Square(3)));
        g.End(x, 1);
        g.Begin("head");
        x = g.Relu(g.Norm("bn", g.Conv("project", g.AdaptiveAveragePool(x), 8, Window.Square(1))));
        x = g.Linear("fc", g.Flatten(x, 8), TinyJob.Classes);
        g.End(x, 32);
        return g.Build(x);
    }
}
