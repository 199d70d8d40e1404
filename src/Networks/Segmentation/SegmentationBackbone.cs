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
        var pooling = graph.Nodes.LastOrDefault(node => node.Operation is Operation.AdaptiveAveragePool { Height: 1, Width: 1 }
            && node.Index > last && node.Stage != graph.Stages[^1].Name);
        return UpTo(graph, pooling?.Inputs[0] ?? last);
    }

    /// <summary>A builder that has taken over a backbone, and where the backbone's nodes are in it.</summary>
    /// <param name="name">Name of the segmentation network.</param>
    /// <param name="backbone">The backbone.</param>
    /// <param name="dropped">What its names begin with and lose, for example <c>features.</c>.</param>
    public static (GraphBuilder Graph, IReadOnlyList<int> Nodes) Embed(string name, Graph backbone, string dropped = "")
    {
        var builder = new GraphBuilder(name) { Initialisation = backbone.Initialisation };
        var nodes = builder.Embed(backbone.WithoutPrefix(dropped), builder.Input, Prefix);
        builder.Begin("head");
        return (builder, nodes);
    }

    /// <summary>A ResNet of stride 8, and its maps: the last one, and that which auxiliary classifiers read.</summary>
    public static (GraphBuilder Graph, int High, int Low) DilatedResNet(string name, string backbone)
    {
        var part = Of(backbone).Dilated("stage3");
        var (g, nodes) = Embed(name, part);
        return (g, nodes[part.Output], nodes[part.StageNamed("stage3").Output]);
    }

    private static Graph UpTo(Graph graph, int last)
    {
        var needed = graph.Needed(last);
        List<Stage> stages = [.. graph.Stages.Where(stage => needed[stage.Output])];
        if (stages[^1].Output != last) // part of a stage that goes on to pooling
            stages.Add(new Stage(graph.Nodes[last].Stage, last, graph.Nodes[last].Channels, stages[^1].Stride));
        var kept = graph.Nodes.Where(node => needed[node.Index]);
        return new GraphSlice([.. kept], 0, [new GraphOutput("output", last)], null).Of(graph.With(stages: stages));
    }
}
