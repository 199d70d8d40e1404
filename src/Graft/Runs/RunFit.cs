using Graft.Training;

namespace Graft;

/// <summary>A fit under way: where its checkpoints go, who hears of it, and what ends it.</summary>
/// <param name="Folder">The run's folder.</param>
/// <param name="Resumes">Whether it goes on from the folder's checkpoint.</param>
/// <param name="Changed">What may differ from the checkpoint's job, because the user changed it.</param>
/// <param name="Progress">Hears what happens.</param>
/// <param name="Cancellation">Stops after the step under way and leaves a checkpoint.</param>
internal sealed record RunFit(RunFolder Folder, bool Resumes, IReadOnlySet<string> Changed, IProgress<RunEvent> Progress, CancellationToken Cancellation)
{
    /// <summary>Layout and precision of the run that is repeated; null to choose.</summary>
    public EngineChoice? Engine { get; init; }

    /// <summary>A job with its place on the disk.</summary>
    public TrainingJob Placed(TrainingJob job) => job with { CheckpointFolder = Folder.FullPath, Resume = Resumes, Changed = Changed, Engine = Engine };
}
