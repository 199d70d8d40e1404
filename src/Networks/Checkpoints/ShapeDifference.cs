namespace Graft.Networks;

/// <summary>A tensor that is in the checkpoint with another shape than the graph's.</summary>
/// <param name="Name">Checkpoint key.</param>
/// <param name="Expected">Shape in the graph.</param>
/// <param name="Actual">Shape in the checkpoint.</param>
public sealed record ShapeDifference(string Name, IReadOnlyList<int> Expected, IReadOnlyList<int> Actual)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} is {TensorShape.Text(Actual)}, the graph needs {TensorShape.Text(Expected)}";
}
