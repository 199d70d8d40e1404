namespace Graft.Training;

/// <summary>The way out of a training for other ranks than 0: the result, and what there is to say, is rank 0's.</summary>
/// <param name="rank">Which this is.</param>
/// <param name="size">How many there are.</param>
internal sealed class RankEndedException(int rank, int size)
    : OperationCanceledException($"This is rank {rank} of {size}: what there is to say is rank 0's.");
