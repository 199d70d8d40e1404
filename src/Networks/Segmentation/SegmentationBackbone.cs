namespace Graft.Networks;

/// <summary>A classifier of the catalogue as the lower part of a segmentation network: up to its last feature map, with torchvision's names.</summary>
internal static class SegmentationBackbone
{
    /// <summary>What names of the backbone's tensors begin with.</summary>
    public const string Prefix = "backbone.";

    /// <summary>The graph up to the last stage with feature maps.</summary>
    public static Graph Of(string model)
    {
        var graph = ModelCatalogue.Build(model, 1).WithoutAuxiliary();
        return UpTo(graph, graph.Stages.Last(stage => stage.Stride > 0).Output);
    }

    /// <summary>
    /// The graph up to the map that is averaged over: with the convolution that some families have behind their last stage, as the stage <c>neck</c>.
    /// Families that do not average to one value end with their last stage.
    /// </summary>
    public static Graph UpToPooling(string model)
    {
        var graph = ModelCatalogue.Build(model, 1).WithoutAuxiliary();
        var last = graph.Stages.Last(stage => stage.Stride > 0).Output;
        var pooling = graph.Nodes.LastOrDefault(node => node.Operation is Operation.AdaptiveAveragePool { Height: 1, Width: 1 } && node.Index > last && node.Stage != graph.Stages[^1].Name);
        return UpTo(graph, pooling?.Inputs[0] ?? last);
    }

    /// <summary>A builder that has taken over a backbone, and where the backbone's nodes are in it.</summary>
    /// <param name="name">Name of the segmentation network.</param>
    /// <param name="backbone">The backbone.</param>
    /// <param name="dropped">What its names begin with and lose, for example <c>features.</c>.</param>
    public static (GraphBuilder Graph, IReadOnlyList<int> Nodes) Embed(string name, Graph backbone, string dropped = "")
    {
        var builder = new GraphBuilder(name) { Initialisation = backbone.Initialisation };
        var nodes = builder.Embed(dropped.Length == 0 ? backbone : Renamed(backbone, dropped), builder.Input, Prefix);
        builder.Begin("head");
        return (builder, nodes);
    }

    private static Graph UpTo(Graph graph, int last)
    {
        var needed = graph.Needed(last);
        var kept = graph.Nodes.Take(last + 1).Where(node => needed[node.Index]).ToList();
        Dictionary<int, int> moved = [];
        List<Node> nodes = [];
        foreach (var node in kept)
        {
            moved[node.Index] = nodes.Count;
            nodes.Add(node with { Index = nodes.Count, Inputs = [.. node.Inputs.Select(input => moved[input])] });
        }
        List<Stage> stages = [.. graph.Stages.Where(stage => moved.ContainsKey(stage.Output)).Select(stage => stage with { Output = moved[stage.Output] })];
        if (stages[^1].Output != moved[last]) // part of a stage that goes on to pooling
            stages.Add(new Stage(graph.Nodes[last].Stage, moved[last], graph.Nodes[last].Channels, stages[^1].Stride));
        return new Graph(graph.Name, nodes, stages, moved[last], null) { Initialisation = graph.Initialisation };
    }

    private static Graph Renamed(Graph graph, string dropped)
    {
        var nodes = graph.Nodes.Select(node => node with { Operation = node.Operation.Renamed(name => name.StartsWith(dropped, StringComparison.Ordinal) ? name[dropped.Length..] : name) });
        return new Graph(graph.Name, [.. nodes], graph.Stages, graph.Output, null) { Initialisation = graph.Initialisation };
    }
}
