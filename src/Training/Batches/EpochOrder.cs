namespace Graft.Training;

/// <summary>The order of an epoch: a shuffle from the seed and the epoch's number alone, so a resumed run repeats it.</summary>
internal static class EpochOrder
{
    public static int[] Shuffled(int count, ulong seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        SeededRandom.For(seed, $"order/{epoch}").Shuffle<int>(order);
        return order;
    }
}
