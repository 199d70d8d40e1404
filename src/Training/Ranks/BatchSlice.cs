namespace Graft.Training;

/// <summary>The stretch of a batch that one rank computes.</summary>
/// <param name="Offset">Its first image.</param>
/// <param name="Count">Its images; none where there are fewer images than ranks.</param>
/// <param name="Whole">Images of the whole batch.</param>
internal readonly record struct BatchSlice(int Offset, int Count, int Whole)
{
    /// <summary>Whether the image is another rank's, and counts for nothing here: norms of all ranks wait for each.</summary>
    public bool IsGuest { get; init; }

    /// <summary>All of a batch.</summary>
    public static BatchSlice All(int count) => new(0, count, count);

    /// <summary>Stretches of one length, the first ones an image longer where they do not come out even. Rank 0 always has some.</summary>
    /// <param name="whole">Images of the batch.</param>
    /// <param name="rank">Whose.</param>
    /// <param name="size">Ranks.</param>
    /// <param name="min">Images of a rank that has any, as far as there are so many.</param>
    public static BatchSlice Of(int whole, int rank, int size, int min = 1)
    {
        var used = Math.Clamp(whole / Math.Max(min, 1), 1, Math.Min(size, whole));
        if (rank >= used) return new(whole, 0, whole);
        var (each, more) = (whole / used, whole % used);
        var from = rank * each + Math.Min(rank, more);
        return new(from, each + (rank < more ? 1 : 0), whole);
    }
}
