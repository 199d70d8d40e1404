using Graft.Networks;
using Graft.Training;

namespace Graft.Tests.Training;

/// <summary>Jobs without chance but that of the network, and how far trainings of them lie apart.</summary>
internal static class RankJobs
{
    public static TrainingJob Placed(TrainingJob job, ICollective ranks, TestFolder folder) =>
        job with { Collective = ranks, CheckpointFolder = ranks.Rank == 0 ? folder.Root : null };

    public static void AssertSteps(TrainingJob job, int size, int steps, double tolerance = 1e-5)
    {
        var (one, several) = (new Recorder(), new Recorder());
        var whole = new Trainer().Train(job, one);
        var results = LocalRanks.Run(size, ranks => new Trainer().Train(job with { Collective = ranks }, ranks.Rank == 0 ? several : null));
        Assert.Equal(steps, one.Steps.Count);
        Assert.Equal(steps, several.Steps.Count);

        for (var i = 0; i < 3; i++) Assert.Equal(one.Steps[i].Loss, several.Steps[i].Loss, tolerance / 10);
        Assert.InRange(Difference(whole, results[0]), 0, tolerance);
    }

    public static TrainingResult Train(TrainingJob job, int size) => LocalRanks.Run(size, ranks => new Trainer().Train(job with { Collective = ranks }))[0];

    public static double Difference(TrainingResult one, TrainingResult other) => one.Last.Max(pair =>
        pair.Value.Data.Zip(other.Last[pair.Key].Data, (a, b) => (double)Math.Abs(a - b)).DefaultIfEmpty(0).Max());

    public static TrainingJob Job(string model, int images = 32)
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
