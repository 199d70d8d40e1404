namespace Graft.Networks;

/// <summary>Feature maps that stay large: strides become distances between the taps of later filters (à trous).</summary>
internal static class GraphDilation
{
    /// <summary>
    /// The graph with stride 1 from a stage on. A window that loses its stride, and every later one, reaches further instead: what it
    /// sees of the image stays as it was, and so do all parameters.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="fromStage">First stage that keeps the resolution.</param>
    /// <param name="stridedReachesFurther">
    /// Whether the window that loses its stride already has the wider distance (torchvision's MobileNetV3) or still that of its
    /// input (its replace_stride_with_dilation, and what keeps the function the same).
    /// </param>
    public static Graph Dilated(this Graph graph, string fromStage, bool stridedReachesFurther = false)
    {
        var stages = graph.Stages.Select(stage => stage.Name).ToList();
        var first = stages.IndexOf(graph.StageNamed(fromStage).Name);
        var rates = new int[graph.Nodes.Count];
        List<Node> nodes = [];
        foreach (var node in graph.Nodes)
        {
            var rate = node.Inputs.Count == 0 ? 1 : node.Inputs.Max(input => rates[input]);
            var (operation, own) = stages.IndexOf(node.Stage) < first ? (node.Operation, rate) : Dilated(node.Operation, rate, stridedReachesFurther);
            rates[node.Index] = own;
            nodes.Add(node with { Operation = operation });
        }
        return new Graph(graph.Name, nodes, [.. graph.Stages.Select(stage => stage with { Stride = stage.Stride / rates[stage.Output] })], graph.Output, graph.Auxiliary)
        {
            Initialisation = graph.Initialisation,
            Outputs = graph.Outputs,
        };
    }

    private static (Operation Operation, int Rate) Dilated(Operation operation, int rate, bool stridedReachesFurther)
    {
        var window = operation switch
        {
            Operation.Convolution convolution => convolution.Window,
            Operation.MaxPool pool => pool.Window,
            Operation.AveragePool => throw new InvalidOperationException("An average over a window cannot be dilated."),
            _ => (Window?)null,
        };
        if (window is not { } w) return (operation, rate);
        var after = rate * w.Stride;
        var dilated = Spread(w with { Stride = 1 }, stridedReachesFurther ? after : rate);
        return (operation switch
        {
            Operation.Convolution convolution => convolution with { Window = dilated },
            Operation.MaxPool pool => pool with { Window = dilated },
            _ => operation,
        }, after);
    }

    private static Window Spread(Window window, int rate) => window is { Height: 1, Width: 1 } ? window : window with
    {
        Dilation = window.Dilation * rate,
        Padding = window.Padding.IsSame ? window.Padding : new Padding(window.Padding.Vertical * rate, window.Padding.Horizontal * rate),
    };
}
