namespace Graft.Networks;

/// <summary>The outcome of <see cref="CheckpointLoader.Load"/>.</summary>
/// <param name="Parameters">Every parameter of the graph, in the graph's order.</param>
/// <param name="Report">Where each came from.</param>
public sealed record LoadedParameters(ParameterSet Parameters, LoadReport Report);
