namespace Graft.Training;

/// <summary>The order of an epoch: a shuffle from the seed and the epoch's number alone, so a resumed run repeats it.</summary>
internal static class EpochOrder
{
    /// <summary>
    /// The order of a source: shuffled, and where pictures have buckets, batch by batch of one bucket, as far as they go round. Only the last
    /// batch is short.
    /// </summary>
    public static int[] Of(IPictureSource source, int batchSize, ulong seed, int epoch)
    {
        var order = Shuffled(source.Count, seed, epoch);
        if (source is not ISizedPictures sized) return order;
        int[] sorted = [.. order.OrderBy(sized.BucketOf)]; // stable: shuffled within each bucket
        var whole = sorted.Length / batchSize;
        int[] places = [.. Enumerable.Range(0, whole)];
        SeededRandom.For(seed, $"batches/{epoch}").Shuffle<int>(places);
        return [.. places.SelectMany(place => sorted.Skip(place * batchSize).Take(batchSize)), .. sorted.Skip(whole * batchSize)];
    }

    public static int[] Shuffled(int count, ulong seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        SeededRandom.For(seed, $"order/{epoch}").Shuffle<int>(order);
        return order;
    }
}
