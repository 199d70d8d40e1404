namespace Graft.Networks;

/// <summary>Some of a graph's nodes as a graph of their own, numbered anew.</summary>
/// <param name="Nodes">The nodes kept, in order.</param>
/// <param name="Input">The value that becomes the input; node 0 where the image still is.</param>
/// <param name="Outputs">The values that become the outputs.</param>
/// <param name="Auxiliary">The auxiliary classifier's output, if it is among the nodes.</param>
internal sealed record GraphSlice(IReadOnlyList<Node> Nodes, int Input, IReadOnlyList<GraphOutput> Outputs, int? Auxiliary)
{
    public Graph Of(Graph graph)
    {
        List<Node> nodes = [];
        Dictionary<int, int> moved = [];
        if (Input != 0)
        {
            var channels = graph.Nodes[Input].Channels;
            nodes.Add(new Node(0, new Operation.Input(channels, graph.IsFlat(Input)), [], Nodes[0].Stage, channels));
            moved[Input] = 0;
        }
        foreach (var node in Nodes)
        {
            moved[node.Index] = nodes.Count;
            nodes.Add(node with { Index = nodes.Count, Inputs = [.. node.Inputs.Select(input => moved[input])] });
        }
        var names = Nodes.Select(node => node.Stage).ToHashSet();
        var stages = graph.Stages.Where(stage => names.Contains(stage.Name)).Select(stage => stage with { Output = moved[stage.Output] });
        return new Graph(graph.Name, nodes, [.. stages], moved[Outputs[0].Node], Auxiliary is { } auxiliary ? moved[auxiliary] : null)
        {
            Initialisation = graph.Initialisation,
            Outputs = [.. Outputs.Select(output => output with { Node = moved[output.Node] })],
        };
    }
}
