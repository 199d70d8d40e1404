namespace Graft.Networks;

/// <summary>Cutting a graph in two where only one value crosses, and leaving parts off.</summary>
internal static class GraphSplit
{
    /// <summary>
    /// Everything before a stage, and the rest with the boundary value as its input. Parameter names stay as they are.
    /// The prefix of the first stage is null: nothing is before it. An auxiliary classifier goes with the part that can
    /// compute it alone; where it would need both, neither has it (it could no longer teach what it reads).
    /// </summary>
    /// <exception cref="GraftException">No such stage, or more than one value crosses.</exception>
    public static (Graph? Prefix, Graph Suffix) SplitBefore(this Graph graph, string stage)
    {
        graph.StageNamed(stage);
        if (stage == graph.Stages[0].Name) return (null, graph);
        var first = graph.Nodes.First(node => node.Stage == stage).Index;
        var auxiliaryOnly = graph.AuxiliaryOnly();
        var crossing = graph.CrossingBefore(first, auxiliaryOnly);
        if (crossing is not [var boundary])
            throw new GraftException($"{graph.Name} cannot be cut before '{stage}': {crossing.Count} values cross or are asked for.",
                cure: "Choose another stage.");

        var isBefore = graph.Auxiliary < first;
        var isAfter = !isBefore && graph.Crossing(first, node => auxiliaryOnly[node.Index]).All(value => value == boundary);
        var kept = graph.Nodes.Where(node => isBefore || isAfter || !auxiliaryOnly[node.Index]).ToList();
        var prefix = new GraphSlice([.. kept.Where(node => node.Index < first)], 0, [new GraphOutput("output", boundary)], isBefore ? graph.Auxiliary : null);
        var suffix = new GraphSlice([.. kept.Where(node => node.Index >= first)], boundary, graph.Outputs, isAfter ? graph.Auxiliary : null);
        return (prefix.Of(graph), suffix.Of(graph));
    }

    /// <summary>Whether <see cref="SplitBefore"/> can cut there: not where a decoder reads several maps, or the image's size.</summary>
    /// <exception cref="GraftException">No such stage.</exception>
    public static bool CanSplitBefore(this Graph graph, string stage)
    {
        graph.StageNamed(stage);
        return stage == graph.Stages[0].Name
            || graph.CrossingBefore(graph.Nodes.First(node => node.Stage == stage).Index, graph.AuxiliaryOnly()).Count == 1;
    }

    /// <summary>
    /// The features before the classifier (Keras' include_top=false): N x features. That is the neck's output, even where
    /// the head reads something else (SqueezeNet).
    /// </summary>
    /// <exception cref="GraftException">The graph has no stage called head, or nothing before it.</exception>
    public static Graph WithoutHead(this Graph graph)
    {
        var prefix = graph.SplitBefore("head").Prefix ?? throw new GraftException($"{graph.Name} is a head only: nothing is left without it.");
        return prefix.Stages is [.., { Name: "neck", Output: var neck }] && neck != prefix.Output
            ? new GraphSlice(prefix.Nodes, 0, [new GraphOutput("output", neck)], prefix.Auxiliary).Of(prefix)
            : prefix;
    }

    /// <summary>
    /// The value that tells most of an image before the head decides: the output of the last stage before it, which is the neck's features in a classifier
    /// and the deepest map of the backbone in a detector or a segmentation network. Null where the head is all there is.
    /// </summary>
    public static int? EmbeddingNode(this Graph graph) => graph.Stages is [.., var before, { Name: "head" }] ? before.Output : null;

    /// <summary>What computes a stage's feature map, the tap of <see cref="Stage.Output"/>: N x C x H x W for the stem and the stages after it.</summary>
    /// <exception cref="GraftException">No such stage.</exception>
    public static Graph EndingAt(this Graph graph, string stage)
    {
        var tap = graph.StageNamed(stage).Output;
        var auxiliaryOnly = graph.AuxiliaryOnly();
        var kept = graph.Nodes.Where(node => node.Index <= tap && !auxiliaryOnly[node.Index]);
        return new GraphSlice([.. kept], 0, [new GraphOutput("output", tap)], null).Of(graph);
    }

    /// <summary>The graph as it predicts: without the auxiliary classifier, if it has one.</summary>
    public static Graph WithoutAuxiliary(this Graph graph)
    {
        if (graph.Auxiliary is null) return graph;
        var auxiliaryOnly = graph.AuxiliaryOnly();
        return new GraphSlice([.. graph.Nodes.Where(node => !auxiliaryOnly[node.Index])], 0, graph.Outputs, null).Of(graph);
    }

    /// <summary>
    /// The graph for training on images of this size: without its auxiliary classifier where they are too small for it
    /// (InceptionV3 below 299 pixels).
    /// </summary>
    /// <exception cref="GraftException">The image is too small for the network itself.</exception>
    public static Graph FittedTo(this Graph graph, int height, int width) =>
        graph.Auxiliary is { } auxiliary && graph.Infer(height, width)[auxiliary].Length == 0 ? graph.WithoutAuxiliary() : graph;

    // What crosses before a node, or is asked for there.
    private static List<int> CrossingBefore(this Graph graph, int first, bool[] auxiliaryOnly)
    {
        var crossing = graph.Crossing(first, node => !auxiliaryOnly[node.Index]);
        crossing.AddRange(graph.Outputs.Select(output => output.Node).Where(node => node < first).Except(crossing));
        return crossing;
    }

    private static List<int> Crossing(this Graph graph, int first, Func<Node, bool> among) =>
        [.. graph.Nodes.Skip(first).Where(among).SelectMany(node => node.Inputs).Where(input => input < first).Distinct()];
}
