namespace Graft.Networks;

/// <summary>Cutting a graph in two where only one value crosses.</summary>
public static class GraphSplit
{
    /// <summary>
    /// Everything before a stage, and the rest with the boundary value as its input. Parameter names stay as they are.
    /// The prefix of the first stage is null: nothing is before it.
    /// </summary>
    /// <exception cref="GraftException">No such stage, or more than one value crosses.</exception>
    public static (Graph? Prefix, Graph Suffix) SplitBefore(this Graph graph, string stage)
    {
        graph.StageNamed(stage);
        var first = graph.Nodes.First(node => node.Stage == stage).Index;
        if (stage == graph.Stages[0].Name) return (null, graph);
        var crossing = graph.Nodes.Skip(first).SelectMany(node => node.Inputs).Where(input => input < first).Distinct().ToList();
        if (crossing is not [var boundary])
            throw new GraftException($"{graph.Name} cannot be cut before '{stage}': {crossing.Count} values cross.", cure: "Choose another stage.");

        var names = graph.Stages.Select(s => s.Name).ToList();
        var at = names.IndexOf(stage);
        var prefixNodes = graph.Nodes.Take(first).ToList();
        var prefix = new Graph(graph.Name, prefixNodes, [.. graph.Stages.Take(at)], boundary, graph.Auxiliary < first ? graph.Auxiliary : null);

        var channels = graph.Nodes[boundary].Channels;
        var shift = first - 1; // the suffix starts with a new input in place of everything before
        int Moved(int index) => index == boundary ? 0 : index - shift;
        List<Node> nodes = [new(0, new Operation.Input(channels), [], stage, channels)];
        nodes.AddRange(graph.Nodes.Skip(first).Select(node =>
            node with { Index = node.Index - shift, Inputs = [.. node.Inputs.Select(Moved)] }));
        var suffix = new Graph(graph.Name, nodes, [.. graph.Stages.Skip(at).Select(s => s with { Output = Moved(s.Output) })],
            Moved(graph.Output), graph.Auxiliary >= first ? graph.Auxiliary - shift : null);
        return (prefix, suffix);
    }
}
