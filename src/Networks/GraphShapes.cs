namespace Graft.Networks;

/// <summary>Shapes without running anything.</summary>
public static class GraphShapes
{
    /// <summary>Shape of every node's output for one picture of this size: [C, H, W], or [F] after flattening.</summary>
    /// <exception cref="GraftException">The picture is too small for the network, or shapes do not fit.</exception>
    public static IReadOnlyList<int[]> Infer(this Graph graph, int height, int width)
    {
        var shapes = new int[graph.Nodes.Count][];
        foreach (var node in graph.Nodes)
        {
            var shape = Output(node, node.Inputs.Count > 0 ? shapes[node.Inputs[0]] : [node.Channels, height, width]);
            if (shape.Any(dimension => dimension < 1))
                throw new GraftException($"{graph.Name} cannot take pictures of {width} x {height} pixels: nothing is left at node {node.Index} ({node.Stage}).",
                    cure: "Use a larger --imgsz.");
            if (shape is [var features] && node.Channels != 0 && features != node.Channels)
                throw new GraftException($"{graph.Name} does not fit pictures of {width} x {height} pixels: {features} features where {node.Channels} are needed.");
            shapes[node.Index] = shape;
        }
        return shapes;
    }

    private static int[] Output(Node node, int[] input) => node.Operation switch
    {
        Operation.Convolution c => At(node.Channels, c.Window.Output(input[1], input[2])),
        Operation.MaxPool p => At(node.Channels, p.Window.Output(input[1], input[2], p.CeilMode)),
        Operation.AveragePool p => At(node.Channels, p.Window.Output(input[1], input[2])),
        Operation.AdaptiveAveragePool p => [node.Channels, p.Height, p.Width],
        Operation.Flatten => [input.Aggregate(1, (product, dimension) => product * dimension)],
        Operation.Linear => [node.Channels],
        Operation.Concatenate => [node.Channels, input[1], input[2]],
        _ => input,
    };

    private static int[] At(int channels, (int Height, int Width) size) => [channels, size.Height, size.Width];
}
