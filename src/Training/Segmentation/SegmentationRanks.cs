namespace Graft.Training;

/// <summary>The ranks that a loss of pixels is taken over.</summary>
/// <param name="Ranks">They; more than one.</param>
/// <param name="Slice">This one's images of the batch.</param>
/// <param name="WholeWeight">The weight of all of them, once it is known.</param>
internal sealed record SegmentationRanks(ICollective Ranks, BatchSlice Slice, Func<double> WholeWeight)
{
    /// <summary>Whether this rank counts what all of them have computed: the first, which always has images.</summary>
    public bool Counts => Ranks.Rank == 0;

    /// <summary>Sums of the whole batch.</summary>
    /// <param name="counted">Pixels of this rank that count.</param>
    /// <param name="dice">Its sums.</param>
    public (double Counted, IReadOnlyList<DiceSums> Dice) Whole(double counted, IReadOnlyList<DiceSums> dice)
    {
        float[] own = [(float)counted, .. dice.SelectMany(sums => sums.Values())];
        var whole = Ranks.SumOfBatch(Slice, own);
        float[] others = [.. whole.Zip(own, (sum, value) => (float)(sum - value))];
        var each = dice.Count == 0 ? 0 : (own.Length - 1) / dice.Count;
        return (whole[0], [.. dice.Select((sums, i) => sums.With(others.AsSpan(1 + i * each, each)))]);
    }
}
