namespace Graft.Cli;

internal static partial class TrainFlags
{
    // Training on several processes.
    private static IEnumerable<TrainFlag> Ranks() =>
    [
        Flag<TrainRequest, int>(
            "--ranks", nameof(TrainRequest.Ranks),
            "processes that train together, each on its part of every batch; started here by mpirun, unless a launcher of MPI has started this one",
            (request, value) => request with { Ranks = value }),
        Choice<TrainRequest, bool>(
            "--compress", nameof(TrainRequest.CompressGradients),
            "type of the gradients on their way between ranks: bf16 halves the bytes and keeps about two digits; none by default",
            (request, value) => request with { CompressGradients = value }, ("none", false), ("bf16", true)),
        Flag<TrainRequest, bool>(
            "--sync-norm", nameof(TrainRequest.SyncNorm),
            "norms with moving statistics use the images of all ranks, in place of each rank's own",
            (request, value) => request with { SyncNorm = value }),
        Flag<TrainRequest, double>(
            "--step-timeout", nameof(TrainRequest.StepTimeout),
            "seconds after which a rank that does not answer ends the training, which names it; 0 waits for ever",
            (request, value) => request with { StepTimeout = value }),
        Flag<TrainRequest, double>(
            "--checkpoint-minutes", nameof(TrainRequest.CheckpointMinutes),
            "minutes after which a checkpoint is left within an epoch; 0 leaves them to the ends of epochs",
            (request, value) => request with { CheckpointMinutes = value }),
        Flag<TrainRequest, int>(
            "--lr-per", nameof(TrainRequest.LearningRatePer),
            "images of a step that --lr is meant for, such as 256: the rate grows with --batch; the rate as it is by default",
            (request, value) => request with { LearningRatePer = value }),
    ];
}
