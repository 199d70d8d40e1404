namespace Graft.Networks;

/// <summary>An operation in its place: nodes are in order of execution, and a node's index is the name of its output.</summary>
/// <param name="Index">Position in <see cref="Graph.Nodes"/>.</param>
/// <param name="Operation">What is computed.</param>
/// <param name="Inputs">Indices of the nodes it reads; all smaller than <paramref name="Index"/>.</param>
/// <param name="Stage">Name of the stage it belongs to.</param>
/// <param name="Channels">Channels (or features, after flattening) of the output; 0 where it depends on the image's size.</param>
public sealed record Node(int Index, Operation Operation, IReadOnlyList<int> Inputs, string Stage, int Channels);
