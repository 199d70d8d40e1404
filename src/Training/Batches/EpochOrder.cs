namespace Graft.Training;

/// <summary>The order of an epoch: a shuffle from the seed and the epoch's number alone, so a resumed run repeats it.</summary>
internal static class EpochOrder
{
    /// <summary>
    /// Batches of an epoch. A last one of a single image would have no statistics: norms of 1 x 1 maps divide by a deviation of nothing. It is
    /// joined to the batch before it.
    /// </summary>
    public static int BatchesOf(int count, int batchSize) => count / batchSize + (count % batchSize > (LeavesOne(count, batchSize) ? 1 : 0) ? 1 : 0);

    /// <summary>Images of the next batch where so many are left.</summary>
    public static int NextBatch(int left, int batchSize) => left == batchSize + 1 && batchSize > 1 ? left : Math.Min(left, batchSize);

    /// <summary>Images of the largest batch there can be.</summary>
    public static int LargestBatch(int batchSize) => batchSize > 1 ? batchSize + 1 : 1;

    /// <summary>Batches of an epoch of a source, however its images come together.</summary>
    public static int BatchesOf(IImageSource source, int batchSize) =>
        source is IIdentityImages ? IdentityOrder.BatchesOf(source.Count, batchSize) : BatchesOf(source.Count, batchSize);

    /// <summary>
    /// The order of a source: in batches of identities, or shuffled, and where images have buckets, batch by batch of one bucket, as far as they go round.
    /// Only the last batch is short.
    /// </summary>
    public static int[] Of(IImageSource source, int batchSize, ulong seed, int epoch)
    {
        if (source is IIdentityImages identities) return IdentityOrder.Of(identities, batchSize, seed, epoch);
        var order = Shuffled(source.Count, seed, epoch);
        if (source is not ISizedImages sized) return order;
        int[] sorted = [.. order.OrderBy(sized.BucketOf)]; // stable: shuffled within each bucket
        var whole = sorted.Length / batchSize;
        int[] places = [.. Enumerable.Range(0, whole)];
        SeededRandom.For(seed, $"batches/{epoch}").Shuffle<int>(places);
        return [.. places.SelectMany(place => sorted.Skip(place * batchSize).Take(batchSize)), .. sorted.Skip(whole * batchSize)];
    }

    private static bool LeavesOne(int count, int batchSize) => count > batchSize && batchSize > 1 && count % batchSize == 1;

    public static int[] Shuffled(int count, ulong seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        SeededRandom.For(seed, $"order/{epoch}").Shuffle<int>(order);
        return order;
    }
}
