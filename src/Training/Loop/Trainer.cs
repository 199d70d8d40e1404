using TorchSharp;

namespace Graft.Training;

/// <summary>
/// Trains a network phase by phase. The same job on the same machine gives the same numbers, to the bit, whether it runs through or
/// is cancelled and resumed.
/// </summary>
internal sealed class Trainer
{
    /// <summary>Refuses a job that cannot be run, or that cannot go on from its checkpoint, before anything is computed or written.</summary>
    /// <exception cref="ProblemsException">Everything that is wrong with the job.</exception>
    /// <exception cref="GraftException">The checkpoint is of another job, or cannot be read.</exception>
    public static void Examine(TrainingJob job)
    {
        JobExamination.Require(job);
        if (job is { Resume: true, CheckpointFolder: { } folder }) new CheckpointStore(folder).Require(job);
    }

    /// <summary>Trains until the phases are done, nothing gets better, or it is cancelled.</summary>
    /// <param name="job">What to train, on what, how.</param>
    /// <param name="observer">Hears what happens; null for nobody.</param>
    /// <param name="cancellation">Stops after the step under way and leaves a checkpoint, where the job has a folder.</param>
    /// <exception cref="ProblemsException">The job cannot be run; everything that is wrong with it is named.</exception>
    /// <exception cref="GraftException">The loss became infinite, an image could not be loaded, a checkpoint does not fit or cannot be written.</exception>
    public TrainingResult Train(TrainingJob job, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        JobExamination.Require(job);
        observer ??= new NoObserver();
        var run = new TrainingRun(job, observer, cancellation);
        var reason = StopReason.Finished;
        for (; run.Progress.Phase < job.Phases.Count; run.Progress.NextPhase())
        {
            using var phase = run.OpenPhase();
            if (phase.HasEpochsLeft && !phase.Prepare(cancellation)) return phase.Cancel();
            while (phase.HasEpochsLeft)
            {
                foreach (var batch in phase.Batches())
                {
                    using var scope = torch.NewDisposeScope();
                    if (!phase.Learn(batch)) continue;
                    observer.StepTaken(phase.Step());
                    phase.SaveIfDue();
                    if (!phase.IsEpochDone && phase.IsCancelled(cancellation)) return phase.Cancel();
                }
                observer.EpochEnded(phase.EndEpoch());
                if (phase.IsCancelled(cancellation)) return phase.Cancel();
            }
            reason = phase.IsStale ? StopReason.NoImprovement : StopReason.Finished;
            phase.WriteBack();
        }
        return run.End(reason);
    }

    internal sealed class NoObserver : ITrainingObserver;
}
