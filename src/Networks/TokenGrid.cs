namespace Graft.Networks;

/// <summary>The map that a row of tokens was.</summary>
internal static class TokenGrid
{
    /// <summary>Shape of a <see cref="Operation.PatchMap"/>: known where the row was made, or where the map was square; otherwise [].</summary>
    public static int[] MapOf(Graph graph, IReadOnlyList<int[]> shapes, Node node)
    {
        if (graph.Nodes.FirstOrDefault(candidate => candidate.Operation is Operation.TokenEmbedding) is { } embedding)
            return [node.Channels, .. shapes[embedding.Inputs[0]][1..]];
        var patches = shapes[node.Inputs[0]][2] - 1;
        var side = (int)Math.Round(Math.Sqrt(patches));
        return side * side == patches ? [node.Channels, side, side] : [];
    }
}
