using TorchSharp;

namespace Graft.Training;

/// <summary>Runs the network over the validation images as it would predict: each rank over its share, in the batches of one process.</summary>
internal static class ValidationPass
{
    public static ValidationMetrics Run(TrainingJob job, PhaseModel model, ImageFeed feed, int workers)
    {
        var ranks = job.Collective;
        var accumulator = job.Task.Accumulator(job);
        foreach (var batch in feed.Batches(ShareOf(ranks, feed.Source.Count, job.Options.BatchSize), epoch: 0, workers))
        {
            using var scope = torch.NewDisposeScope();
            using var noGradient = torch.no_grad();
            feed.Complete(batch);
            accumulator.Add(model.Forward(feed.Input(batch), isTraining: false), batch);
        }
        if (ranks.Size == 1) return accumulator.Finish();
        ranks.Barrier(); // some shares take longer
        var states = ranks.Gather(accumulator.State());
        if (ranks.Rank == 0) foreach (var state in states.Skip(1)) accumulator.Add(state);
        var metrics = ranks.Rank == 0 ? accumulator.Finish() : null;
        ranks.Barrier();
        return ranks.FromFirst(metrics)!;
    }

    // Whole batches, one after another: what a batch holds does not depend on the ranks.
    private static int[] ShareOf(ICollective ranks, int images, int batchSize)
    {
        var batches = EpochOrder.BatchesOf(images, batchSize);
        var (from, to) = (Start(ranks.Rank), Start(ranks.Rank + 1));
        return [.. Enumerable.Range(from, to - from)];

        int Start(int rank) => rank == ranks.Size ? images : (int)((long)batches * rank / ranks.Size) * batchSize;
    }
}
