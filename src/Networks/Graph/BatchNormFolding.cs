namespace Graft.Networks;

/// <summary>
/// Batch normalisation with fixed statistics is a scale and a shift per channel, which the convolution before it can do
/// itself. The folded network predicts the same and is for prediction only.
/// </summary>
internal static class BatchNormFolding
{
    /// <summary>
    /// The graph without every batch norm that directly follows a convolution nobody else reads, and its parameters: the
    /// convolution keeps its name and has a bias. Computed in double precision. Other tensors are shared, not copied.
    /// </summary>
    /// <exception cref="KeyNotFoundException">A parameter of the graph is not in the set.</exception>
    public static (Graph Graph, ParameterSet Parameters) Fold(Graph graph, ParameterSet parameters)
    {
        var norms = Foldable(graph);
        List<Node> nodes = [];
        var moved = new int[graph.Nodes.Count];
        var folded = new ParameterSet();
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is Operation.BatchNorm && norms.ContainsKey(node.Inputs[0]))
            {
                moved[node.Index] = moved[node.Inputs[0]];
                continue;
            }
            moved[node.Index] = nodes.Count;
            var copy = node with { Index = nodes.Count, Inputs = [.. node.Inputs.Select(input => moved[input])] };
            if (norms.TryGetValue(node.Index, out var norm))
            {
                var convolution = (Operation.Convolution)node.Operation;
                Fold(convolution, (Operation.BatchNorm)norm.Operation, parameters, folded);
                copy = copy with { Operation = convolution with { HasBias = true } };
            }
            else
            {
                foreach (var parameter in ParameterSpecs.Of(node)) folded.Set(parameter.Name, parameters[parameter.Name]);
            }
            nodes.Add(copy);
        }
        var stages = graph.Stages.Select(stage => stage with { Output = moved[stage.Output] });
        return (new Graph(graph.Name, nodes, [.. stages], moved[graph.Output],
            graph.Auxiliary is { } auxiliary ? moved[auxiliary] : null)
        {
            Initialisation = graph.Initialisation,
            Outputs = [.. graph.Outputs.Select(output => output with { Node = moved[output.Node] })],
        }, folded);
    }

    // Batch norms by the index of the convolution that takes them in.
    private static Dictionary<int, Node> Foldable(Graph graph)
    {
        var readers = graph.Nodes.SelectMany(node => node.Inputs).CountBy(input => input).ToDictionary();
        var taps = graph.Stages.Select(stage => stage.Output).Concat(graph.Outputs.Select(output => output.Node)).ToHashSet();
        return graph.Nodes
            .Where(node => node.Operation is Operation.BatchNorm && graph.Nodes[node.Inputs[0]].Operation is Operation.Convolution
                && readers[node.Inputs[0]] == 1 && !taps.Contains(node.Inputs[0]))
            .ToDictionary(node => node.Inputs[0]);
    }

    private static void Fold(Operation.Convolution convolution, Operation.BatchNorm norm, ParameterSet parameters, ParameterSet folded)
    {
        var weight = parameters[$"{convolution.Name}.weight"];
        var bias = convolution.HasBias ? parameters[$"{convolution.Name}.bias"].Data : null;
        var (gamma, beta) = (parameters[$"{norm.Name}.weight"].Data, parameters[$"{norm.Name}.bias"].Data);
        var (mean, variance) = (parameters[$"{norm.Name}.running_mean"].Data, parameters[$"{norm.Name}.running_var"].Data);
        var weights = new float[weight.Data.Length];
        var shifts = new float[convolution.Out];
        var filter = weights.Length / convolution.Out;
        for (var channel = 0; channel < shifts.Length; channel++)
        {
            var scale = gamma[channel] / Math.Sqrt(variance[channel] + norm.Epsilon);
            for (var i = channel * filter; i < (channel + 1) * filter; i++) weights[i] = (float)(weight.Data[i] * scale);
            shifts[channel] = (float)(((bias?[channel] ?? 0.0) - mean[channel]) * scale + beta[channel]);
        }
        folded.Set($"{convolution.Name}.weight", new HostTensor(weight.Shape, weights));
        folded.Set($"{convolution.Name}.bias", new HostTensor([convolution.Out], shifts));
    }
}
