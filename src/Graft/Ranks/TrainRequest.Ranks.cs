using System.ComponentModel.DataAnnotations;
using Graft.Training;

namespace Graft;

// Threads and processes.
public abstract partial record TrainRequest
{
    /// <summary>Threads that decode and augment; 0 for one per core.</summary>
    [Range(0, 256)] public int Workers { get; init; }

    /// <summary>
    /// Processes that train together, each on its part of every batch: a launcher of MPI has started so many of this program. 0 for those of the launcher,
    /// or one without any. On all but the first the call ends by an <see cref="OperationCanceledException"/> when the run is done.
    /// </summary>
    [Range(0, 4096)] public int Ranks { get; init; } = 1;

    /// <summary>Seconds after which a rank that does not answer ends the training, which names it; 0 waits for ever.</summary>
    [Range(0.0, 86_400.0)] public double StepTimeout { get; init; } = 600;

    /// <summary>Gradients go between ranks in bfloat16: half the bytes, and about two digits less.</summary>
    public bool CompressGradients { get; init; }

    /// <summary>Norms with moving statistics use the images of all ranks; otherwise each rank's own, and rank 0's statistics are kept.</summary>
    public bool SyncNorm { get; init; }

    /// <summary>Minutes after which a checkpoint is left within an epoch; 0 leaves them to the ends of the epochs.</summary>
    [Range(0.0, 10_000.0)] public double CheckpointMinutes { get; init; } = 10;

    /// <summary>
    /// Images that the learning rate is meant for: a step over twice as many (<see cref="Batch"/> times <see cref="Accumulate"/>) has twice the rate
    /// (Goyal et al., arXiv:1706.02677). Null for the rate as it is.
    /// </summary>
    [Range(1, 65_536)] public int? LearningRatePer { get; init; }

    /// <summary>How ranks work together.</summary>
    internal RankOptions RankOptions => new()
    {
        CompressesGradients = CompressGradients,
        SynchronisesNorms = SyncNorm,
        CheckpointMinutes = CheckpointMinutes,
    };

    // The phases at the rate of a step's images.
    private TransferPlan Scaled(TransferPlan plan) => LearningRatePer is not { } images ? plan
        : plan with { Phases = [.. plan.Phases.Select(phase => phase with { LearningRate = phase.LearningRate * Batch * Accumulate / images })] };

    private IEnumerable<Problem> ExamineRanks()
    {
        if (Ranks != 1 && Model == Auto)
            yield return new Problem(nameof(Model), "Networks are compared by one process.",
                $"Name the network with {Flag.Of("--model")}: `graft compare` says which.");
    }
}
