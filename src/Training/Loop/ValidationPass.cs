using TorchSharp;

namespace Graft.Training;

/// <summary>Runs the network over the validation pictures as it would predict.</summary>
internal static class ValidationPass
{
    public static ValidationMetrics Run(TrainingJob job, PhaseModel model, PictureFeed feed, int workers)
    {
        var account = job.Task.Account(job);
        int[] order = [.. Enumerable.Range(0, feed.Source.Count)];
        foreach (var batch in feed.Batches(order, epoch: 0, workers))
        {
            using var scope = torch.NewDisposeScope();
            using var noGradient = torch.no_grad();
            feed.Complete(batch);
            account.Add(model.Forward(feed.Input(batch), isTraining: false), batch);
        }
        return account.Finish();
    }
}
