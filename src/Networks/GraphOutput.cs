namespace Graft.Networks;

/// <summary>One of the values a graph answers with.</summary>
/// <param name="Name">Its name: <c>output</c> where there is only one, otherwise what it is (<c>p3</c>, <c>objectness.0</c>).</param>
/// <param name="Node">Index of the node that computes it.</param>
public sealed record GraphOutput(string Name, int Node);
