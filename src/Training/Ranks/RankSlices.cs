namespace Graft.Training;

/// <summary>Which images of a training's batches one rank takes.</summary>
/// <param name="Rank">Which.</param>
/// <param name="Size">Ranks.</param>
internal sealed record RankSlices(int Rank, int Size)
{
    /// <summary>Those of one process: all.</summary>
    public static RankSlices All { get; } = new(0, 1);

    /// <summary>Images of a rank that has any: two where norms use the batch, which one image has no deviation of.</summary>
    public int Min { get; init; } = 1;

    /// <summary>Whether images are blended with the ones before them.</summary>
    public bool Mixes { get; init; }

    /// <summary>Whether a rank without images takes another's along.</summary>
    public bool HasGuests { get; init; }

    /// <summary>The slices of a job's training images.</summary>
    /// <param name="job">The job.</param>
    /// <param name="movesStatistics">Whether a norm uses the statistics of a rank's own images.</param>
    public static RankSlices Of(TrainingJob job, bool movesStatistics) => job.Collective.Size == 1 ? All : new(job.Collective.Rank, job.Collective.Size)
    {
        Min = movesStatistics && !job.Ranks.SynchronisesNorms ? 2 : 1,
        HasGuests = movesStatistics && job.Ranks.SynchronisesNorms,
        Mixes = !job.Options.Mixing.IsOff,
    };

    /// <summary>Images of the largest slice of a batch, with its neighbour.</summary>
    public int Largest(int batchSize) => Size == 1 ? EpochOrder.LargestBatch(batchSize)
        : Enumerable.Range(1, EpochOrder.LargestBatch(batchSize)).Max(whole => BatchSlice.Of(whole, 0, Size, Min).Count) + 1;

    /// <summary>Gives a batch the indices that it is to load.</summary>
    public void Take(Batch batch, ReadOnlySpan<int> whole)
    {
        var slice = BatchSlice.Of(whole.Length, Rank, Size, Min);
        if (HasGuests && slice.Count == 0) slice = new BatchSlice(0, 1, whole.Length) { IsGuest = true };
        (batch.Slice, batch.Count) = (slice, slice.Count);
        whole.CopyTo(batch.Whole);
        whole.Slice(slice.Offset, slice.Count).CopyTo(batch.Indices);
        batch.HasNeighbour = Mixes && batch.HoldsImages && slice.Count > 0 && slice.Count < slice.Whole;
        if (batch.HasNeighbour) batch.Indices[slice.Count] = whole[slice.Offset > 0 ? slice.Offset - 1 : ^1];
    }
}
