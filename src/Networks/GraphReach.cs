namespace Graft.Networks;

/// <summary>Which operations a value depends on.</summary>
internal static class GraphReach
{
    /// <summary>For every node, whether one of the targets is computed from it (or is it).</summary>
    public static bool[] Needed(this Graph graph, params IEnumerable<int> targets)
    {
        var needed = new bool[graph.Nodes.Count];
        foreach (var target in targets) needed[target] = true;
        for (var i = needed.Length - 1; i > 0; i--)
            if (needed[i])
                foreach (var input in graph.Nodes[i].Inputs) needed[input] = true;
        return needed;
    }

    /// <summary>For every node, whether it serves the auxiliary classifier and nothing else.</summary>
    public static bool[] AuxiliaryOnly(this Graph graph)
    {
        if (graph.Auxiliary is not { } auxiliary) return new bool[graph.Nodes.Count];
        var main = graph.Needed(graph.Stages.Select(stage => stage.Output).Concat(graph.Outputs.Select(output => output.Node)));
        return [.. graph.Needed(auxiliary).Zip(main, (serves, isMain) => serves && !isMain)];
    }

    /// <summary>Whether a value is N x features rather than N x C x H x W.</summary>
    public static bool IsFlat(this Graph graph, int value) => graph.Nodes[value].Operation switch
    {
        Operation.Input input => input.IsFlat,
        Operation.Flatten or Operation.Linear or Operation.FirstToken => true,
        _ => graph.IsFlat(graph.Nodes[value].Inputs[0]),
    };
}
