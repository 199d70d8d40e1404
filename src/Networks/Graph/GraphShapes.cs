namespace Graft.Networks;

/// <summary>Shapes without running anything.</summary>
internal static class GraphShapes
{
    /// <summary>
    /// Shape of every node's output for one image of this size: [C, H, W], or [F] after flattening. Where the image is
    /// too small for the auxiliary classifier only, its nodes have no shape ([]): see <see cref="GraphSplit.FittedTo"/>. Nor has
    /// a <see cref="Operation.PatchMap"/> of a graph that was cut behind its class token, unless the map was square.
    /// </summary>
    /// <exception cref="GraftException">The image is too small for the network, or shapes do not fit.</exception>
    public static IReadOnlyList<int[]> Infer(this Graph graph, int height, int width)
    {
        var shapes = new int[graph.Nodes.Count][];
        var auxiliaryOnly = graph.AuxiliaryOnly();
        foreach (var node in graph.Nodes)
        {
            var inputs = node.Inputs.Select(input => shapes[input]).ToList();
            var shape = inputs.Any(input => input.Length == 0)
                ? []
                : node.Operation is Operation.PatchMap ? TokenGrid.MapOf(graph, shapes, node) : Output(node, inputs, height, width);
            if (shape.Any(dimension => dimension < 1))
            {
                if (!auxiliaryOnly[node.Index]) throw TooSmall(graph, node, height, width);
                shape = [];
            }
            if (shape is [var features] && node.Channels != 0 && features != node.Channels)
                throw new GraftException(
                    $"{graph.Name} does not fit images of {width} x {height} pixels: {features} features where {node.Channels} are needed.");
            if (node.Operation is Operation.Add or Operation.Concatenate or Operation.Multiply && inputs.Any(input => !Fits(input, inputs[0], node.Operation)))
                throw new GraftException($"{graph.Name} joins values of different shapes at node {node.Index} ({node.Stage}): "
                    + $"{string.Join(" and ", inputs.Select(input => string.Join(" x ", input)))}.");
            shapes[node.Index] = shape;
        }
        return shapes;
    }

    private static int[] Output(Node node, IReadOnlyList<int[]> inputs, int height, int width) => node.Operation switch
    {
        Operation.Input input => input.IsFlat ? [node.Channels] : [node.Channels, height, width],
        Operation.Convolution c => At(node.Channels, c.Window.Output(inputs[0][1], inputs[0][2])),
        Operation.TransposedConvolution t => [node.Channels, .. inputs[0][1..].Select(side => (side - 1) * t.Stride + t.Kernel)],
        Operation.MaxPool p => At(node.Channels, p.Window.Output(inputs[0][1], inputs[0][2], p.CeilMode)),
        Operation.AveragePool p => At(node.Channels, p.Window.Output(inputs[0][1], inputs[0][2])),
        Operation.AdaptiveAveragePool p => [node.Channels, p.Height, p.Width],
        Operation.Resize => [node.Channels, .. inputs[1][1..]],
        Operation.Flatten => [inputs[0].Aggregate(1, (product, dimension) => product * dimension)],
        Operation.Linear => [node.Channels],
        Operation.TokenEmbedding => [node.Channels, 1, 1 + inputs[0][1] * inputs[0][2]],
        Operation.PixelLinear => [node.Channels, .. inputs[0][1..]],
        Operation.FirstToken => [node.Channels],
        Operation.SpaceToDepth => [node.Channels, (inputs[0][1] + 1) / 2, (inputs[0][2] + 1) / 2],
        Operation.ZeroPad p => [node.Channels, inputs[0][1] + p.Rows, inputs[0][2] + p.Columns],
        Operation.ChannelSlice s => [s.Count, .. inputs[0][1..]],
        Operation.Concatenate => inputs[0].Length == 1 ? [node.Channels] : [node.Channels, .. inputs[0][1..]],
        _ => inputs[0],
    };

    private static int[] At(int channels, (int Height, int Width) size) => [channels, size.Height, size.Width];

    private static bool Fits(int[] one, int[] other, Operation operation) => operation switch
    {
        Operation.Add => one.SequenceEqual(other),
        Operation.Multiply => one.SequenceEqual(other) || one is [var channels, 1, 1] && other is [var all, _, _] && channels == all,
        _ => one.Length == other.Length && one.Skip(1).SequenceEqual(other.Skip(1)),
    };

    private static GraftException TooSmall(Graph graph, Node node, int height, int width) =>
        new($"{graph.Name} cannot take images of {width} x {height} pixels: nothing is left at node {node.Index} ({node.Stage}).",
            cure: "Use a larger ImageSize (--imgsz).");
}

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
