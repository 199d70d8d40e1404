namespace Graft.Networks;

/// <summary>A tensor in a checkpoint, known before it is read.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Type">How its values are stored.</param>
/// <param name="Shape">Dimensions; empty for a scalar.</param>
public sealed record CheckpointEntry(string Name, TensorType Type, IReadOnlyList<int> Shape)
{
    /// <summary>Number of values; never more than <see cref="Array.MaxLength"/>.</summary>
    public int Count => Shape.Aggregate(1, (product, dimension) => product * dimension);
}
