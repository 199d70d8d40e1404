namespace Graft.Networks;

/// <summary>A tensor a graph needs, under its published checkpoint key.</summary>
/// <param name="Name">Checkpoint key.</param>
/// <param name="Shape">Dimensions; empty for a scalar.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Stage">Stage it belongs to.</param>
public sealed record ParameterSpec(string Name, IReadOnlyList<int> Shape, ParameterRole Role, string Stage)
{
    /// <summary>Number of values.</summary>
    public long Count => Shape.Aggregate(1L, (product, dimension) => product * dimension);

    /// <summary>Trained by gradient; running statistics, counters and constants are not.</summary>
    public bool IsTrainable => Role < ParameterRole.RunningMean;
}
