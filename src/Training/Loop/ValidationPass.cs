using TorchSharp;

namespace Graft.Training;

/// <summary>Runs the network over the validation images as it would predict.</summary>
internal static class ValidationPass
{
    public static ValidationMetrics Run(TrainingJob job, PhaseModel model, ImageFeed feed, int workers)
    {
        var metrics = job.Collective.Rank == 0 ? Measure(job, model, feed, workers) : null;
        job.Collective.Barrier();
        return job.Collective.FromFirst(metrics)!;
    }

    private static ValidationMetrics Measure(TrainingJob job, PhaseModel model, ImageFeed feed, int workers)
    {
        var accumulator = job.Task.Accumulator(job);
        int[] order = [.. Enumerable.Range(0, feed.Source.Count)];
        foreach (var batch in feed.Batches(order, epoch: 0, workers))
        {
            using var scope = torch.NewDisposeScope();
            using var noGradient = torch.no_grad();
            feed.Complete(batch);
            accumulator.Add(model.Forward(feed.Input(batch), isTraining: false), batch);
        }
        return accumulator.Finish();
    }
}
