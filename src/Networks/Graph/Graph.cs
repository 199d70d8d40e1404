namespace Graft.Networks;

/// <summary>A network as data: operations in order of execution, with stages by name. Built by <see cref="GraphBuilder"/>.</summary>
public sealed class Graph
{
    private readonly Lazy<IReadOnlyList<ParameterSpec>> _parameters;

    internal Graph(string name, IReadOnlyList<Node> nodes, IReadOnlyList<Stage> stages, int output, int? auxiliary)
    {
        Name = name;
        Nodes = nodes;
        Stages = stages;
        Output = output;
        Auxiliary = auxiliary;
        Outputs = [new GraphOutput("output", output)];
        _parameters = new(() => [.. nodes.SelectMany(ParameterSpecs.Of).DistinctBy(spec => spec.Name)]);
    }

    /// <summary>Name of the model, as in the catalogue.</summary>
    public string Name { get; }

    /// <summary>All operations; node 0 is the input.</summary>
    internal IReadOnlyList<Node> Nodes { get; }

    /// <summary>Stages in order.</summary>
    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>Index of the node whose output is the answer (logits, or features).</summary>
    public int Output { get; }

    /// <summary>
    /// Index of the auxiliary classifier's output, used while training only: N x classes, or the logits of several
    /// classifiers side by side (GoogLeNet), each of which learns.
    /// </summary>
    public int? Auxiliary { get; }

    /// <summary>Everything the graph answers with; <see cref="Output"/> is the first.</summary>
    internal IReadOnlyList<GraphOutput> Outputs { get; init; }

    /// <summary>How fresh values are drawn where no checkpoint gives them.</summary>
    internal Initialisation Initialisation { get; init; }

    /// <summary>Every tensor the graph needs, in order of execution; once, where several operations share it.</summary>
    public IReadOnlyList<ParameterSpec> Parameters => _parameters.Value;

    /// <summary>Channels of the input.</summary>
    public int InputChannels => Nodes[0].Channels;

    /// <summary>Features or classes of the output.</summary>
    public int OutputChannels => Nodes[Output].Channels;

    /// <summary>The same graph with other nodes, other stages, or both; outputs stay where they are.</summary>
    internal Graph With(IReadOnlyList<Node>? nodes = null, IReadOnlyList<Stage>? stages = null) =>
        new(Name, nodes ?? Nodes, stages ?? Stages, Output, Auxiliary)
        {
            Initialisation = Initialisation,
            Outputs = Outputs,
        };

    /// <summary>The stage of that name.</summary>
    /// <exception cref="GraftException">There is none; the message lists those there are.</exception>
    public Stage StageNamed(string name) => Stages.FirstOrDefault(stage => stage.Name == name)
        ?? throw new GraftException($"{Name} has no stage '{name}'.", $"Its stages are {string.Join(", ", Stages.Select(s => s.Name))}.");
}

/// <summary>An operation in its place: nodes are in order of execution, and a node's index is the name of its output.</summary>
/// <param name="Index">Position in <see cref="Graph.Nodes"/>.</param>
/// <param name="Operation">What is computed.</param>
/// <param name="Inputs">Indices of the nodes it reads; all smaller than <paramref name="Index"/>.</param>
/// <param name="Stage">Name of the stage it belongs to.</param>
/// <param name="Channels">Channels (or features, after flattening) of the output; 0 where it depends on the image's size.</param>
internal sealed record Node(int Index, Operation Operation, IReadOnlyList<int> Inputs, string Stage, int Channels);

/// <summary>One of the values a graph answers with.</summary>
/// <param name="Name">Its name: <c>output</c> where there is only one, otherwise what it is (<c>p3</c>, <c>objectness.0</c>).</param>
/// <param name="Node">Index of the node that computes it.</param>
internal sealed record GraphOutput(string Name, int Node);
