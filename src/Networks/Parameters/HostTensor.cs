namespace Graft.Networks;

/// <summary>A float32 tensor in managed memory, C order. Counters (<see cref="ParameterRole.BatchCount"/>) are held as one float.</summary>
/// <param name="Shape">Dimensions; empty for a scalar.</param>
/// <param name="Data">Values; their number is the product of the dimensions.</param>
public sealed record HostTensor(IReadOnlyList<int> Shape, float[] Data);
