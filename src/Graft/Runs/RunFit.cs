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

    /// <summary>The processes that train together.</summary>
    public ICollective Ranks { get; init; } = OneProcess.Instance;

    /// <summary>Whether this process is not the one that writes: then it has no folder.</summary>
    public bool IsFollower => Ranks.Rank > 0;

    /// <summary>That of another rank than 0, which has no folder and of which nobody hears.</summary>
    public static RunFit Of(ICollective ranks, CancellationToken cancellation) =>
        new(null!, Resumes: false, new HashSet<string>(), new Silence(), cancellation) { Ranks = ranks };

    /// <summary>A job with its place on the disk.</summary>
    public TrainingJob Placed(TrainingJob job) => IsFollower
        ? job with { Collective = Ranks }
        : job with { CheckpointFolder = Folder.FullPath, Resume = Resumes, Changed = Changed, Engine = Engine, Collective = Ranks };

    private sealed class Silence : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
        }
    }
}
