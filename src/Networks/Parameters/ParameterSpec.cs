namespace Graft.Networks;

/// <summary>A tensor a graph needs, under its published checkpoint key.</summary>
public sealed record ParameterSpec
{
    internal ParameterSpec(string name, IReadOnlyList<int> shape, ParameterRole role, string stage) => (Name, Shape, Role, Stage) = (name, shape, role, stage);

    /// <summary>Checkpoint key.</summary>
    public string Name { get; }

    /// <summary>Dimensions; empty for a scalar.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Stage it belongs to.</summary>
    public string Stage { get; internal init; }

    /// <summary>Number of values.</summary>
    public long Count => Shape.Aggregate(1L, (product, dimension) => product * dimension);

    /// <summary>Trained by gradient; running statistics, counters and constants are not.</summary>
    public bool IsTrainable => Role < ParameterRole.RunningMean;

    /// <summary>What it is for.</summary>
    internal ParameterRole Role { get; }
}
