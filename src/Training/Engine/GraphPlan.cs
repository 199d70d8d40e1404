using Graft.Networks;

namespace Graft.Training;

/// <summary>What a graph's structure allows: known once, used in every step.</summary>
internal sealed class GraphPlan
{
    private readonly int[] _readers;
    private readonly HashSet<int> _taps;

    public GraphPlan(Graph graph)
    {
        _readers = new int[graph.Nodes.Count];
        foreach (var input in graph.Nodes.SelectMany(node => node.Inputs)) _readers[input]++;
        _taps = [.. graph.Outputs.Select(output => output.Node)];
        if (graph.Auxiliary is { } auxiliary) _taps.Add(auxiliary);
        var lastUse = new int[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
            foreach (var input in node.Inputs) lastUse[input] = node.Index;
        Released = [.. graph.Nodes.Select(node => node.Inputs.Distinct().Where(input => lastUse[input] == node.Index && !_taps.Contains(input)).ToArray())];
        NormAfter = graph.Nodes
            .Where(node => node.Operation is Operation.BatchNorm && graph.Nodes[node.Inputs[0]].Operation is Operation.Convolution
                && IsOnlyReader(node.Inputs[0]))
            .ToDictionary(node => node.Inputs[0]);
        InPlace = [.. graph.Nodes.Select(node => node.Operation is Operation.Activate { Function: Activation.Relu or Activation.Relu6 }
            && IsOnlyReader(node.Inputs[0]) && KeepsNothingOfItsOutput(graph.Nodes[node.Inputs[0]].Operation))];
        IsAside = NotNeeded(graph, [.. graph.Outputs.Select(output => output.Node)]);
        IsAuxiliary = graph.Auxiliary is { } answer ? [.. NotNeeded(graph, [answer]).Select(not => !not)] : new bool[graph.Nodes.Count];
    }

    /// <summary>For each node, the values nobody reads after it.</summary>
    public int[][] Released { get; }

    /// <summary>Batch norms by the index of the convolution they alone read.</summary>
    public IReadOnlyDictionary<int, Node> NormAfter { get; }

    /// <summary>Activations that may overwrite their input: nothing else reads it, and its producer's gradient does not need it.</summary>
    public bool[] InPlace { get; }

    /// <summary>Nodes the answer does not need: those of the auxiliary classifier, and taps.</summary>
    public bool[] IsAside { get; }

    /// <summary>Nodes the auxiliary classifier needs.</summary>
    public bool[] IsAuxiliary { get; }

    private bool IsOnlyReader(int value) => _readers[value] == 1 && !_taps.Contains(value);

    private static bool KeepsNothingOfItsOutput(Operation operation) =>
        operation is Operation.Convolution or Operation.BatchNorm or Operation.Add or Operation.Linear;

    private static bool[] NotNeeded(Graph graph, int[] outputs)
    {
        var main = new bool[graph.Nodes.Count];
        foreach (var output in outputs) main[output] = true;
        for (var i = graph.Nodes.Count - 1; i >= 0; i--)
            if (main[i])
                foreach (var input in graph.Nodes[i].Inputs) main[input] = true;
        return [.. main.Select(serves => !serves)];
    }
}
