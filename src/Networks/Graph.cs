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
    public IReadOnlyList<Node> Nodes { get; }

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
    public IReadOnlyList<GraphOutput> Outputs { get; internal init; }

    /// <summary>How fresh values are drawn where no checkpoint gives them.</summary>
    public Initialisation Initialisation { get; internal init; }

    /// <summary>Every tensor the graph needs, in order of execution; once, where several operations share it.</summary>
    public IReadOnlyList<ParameterSpec> Parameters => _parameters.Value;

    /// <summary>Channels of the input.</summary>
    public int InputChannels => Nodes[0].Channels;

    /// <summary>Features or classes of the output.</summary>
    public int OutputChannels => Nodes[Output].Channels;

    /// <summary>The stage of that name.</summary>
    /// <exception cref="GraftException">There is none; the message lists those there are.</exception>
    public Stage StageNamed(string name) => Stages.FirstOrDefault(stage => stage.Name == name)
        ?? throw new GraftException($"{Name} has no stage '{name}'.", $"Its stages are {string.Join(", ", Stages.Select(s => s.Name))}.");
}
