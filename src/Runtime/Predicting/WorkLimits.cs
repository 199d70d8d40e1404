namespace Graft.Runtime;

/// <summary>How much is worked on at once.</summary>
/// <param name="Workers">Batches at the same time.</param>
/// <param name="Batch">Items of a batch at most; fewer where the source gives no more at the moment.</param>
internal readonly record struct WorkLimits(int Workers, int Batch)
{
    /// <summary>Items that were taken from the source and whose answers were not: a batch in every worker's hands and one behind it.</summary>
    public int Ahead => 2 * Workers * Batch;
}
