namespace Graft.Networks;

/// <summary>What the values of a network take while it runs.</summary>
internal static class GraphMemory
{
    /// <summary>Bytes of the values that are alive at the same time, at most, for one image of this size, as float32.</summary>
    /// <exception cref="GraftException">The image is too small for the network.</exception>
    public static long Peak(Graph graph, int height, int width)
    {
        long[] bytes = [.. graph.Infer(height, width).Select(shape => shape.Aggregate((long)sizeof(float), (product, dimension) => product * dimension))];
        var last = new int[bytes.Length];
        foreach (var node in graph.Nodes)
            foreach (var input in node.Inputs) last[input] = node.Index;
        foreach (var output in graph.Outputs) last[output.Node] = int.MaxValue;
        var (alive, peak) = (0L, 0L);
        foreach (var node in graph.Nodes)
        {
            alive += bytes[node.Index];
            peak = Math.Max(peak, alive);
            foreach (var input in node.Inputs.Distinct().Where(input => last[input] == node.Index)) alive -= bytes[input];
        }
        return peak;
    }
}
