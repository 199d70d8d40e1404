namespace Graft.Networks;

/// <summary>What a network costs.</summary>
/// <param name="Parameters">Trainable values, the auxiliary classifier's included (as torchvision counts them).</param>
/// <param name="MultiplyAdds">Multiplications with addition of convolutions, linear layers and attention for one image's prediction.</param>
public sealed record GraphCost(long Parameters, long MultiplyAdds)
{
    /// <summary>Cost of a graph for one image of this size in pixels.</summary>
    /// <exception cref="GraftException">The image is too small for the network.</exception>
    public static GraphCost Of(Graph graph, int height, int width)
    {
        var shapes = graph.Infer(height, width);
        var needed = graph.Needed(graph.Outputs.Select(output => output.Node));
        return new GraphCost(
            graph.Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Count),
            graph.Nodes.Where(node => needed[node.Index]).Sum(node => MultiplyAddsOf(node, shapes[node.Index])));
    }

    /// <summary>Multiply-adds of one operation for one image, from the shape of its output.</summary>
    internal static long MultiplyAddsOf(Node node, int[] output) => node.Operation switch
    {
        Operation.Convolution c when output.Length > 0 => output.Aggregate(1L, (product, dimension) => product * dimension) * (c.In / c.Groups) * c.Window.Height * c.Window.Width,
        Operation.TransposedConvolution t when output.Length > 0 => output.Aggregate(1L, (product, dimension) => product * dimension) * t.In * t.Kernel * t.Kernel / (t.Stride * t.Stride),
        Operation.Linear l when output.Length > 0 => (long)l.In * l.Out,
        Operation.PixelLinear l when output.Length > 0 => (long)l.In * l.Out * output[1] * output[2],
        Operation.SelfAttention a when output.Length > 0 => Attention(a.Channels, output[1] * output[2], output[1] * output[2]),
        Operation.WindowAttention a when output.Length > 0 => Attention(WindowPlan.Of(a, output[1], output[2]), a),
        _ => 0,
    };

    // Queries, keys and values; the layer behind; and each token's scores and sums over the tokens of its window.
    private static long Attention(long channels, long tokens, long window) => tokens * channels * (4 * channels + 2 * window);

    private static long Attention(WindowPlan plan, Operation.WindowAttention attention) =>
        Attention(attention.Channels, (long)plan.PaddedHeight * plan.PaddedWidth, attention.Tokens);
}
