namespace Graft.Networks;

/// <summary>The part of a backbone that a pyramid needs.</summary>
internal static class TappedBackbone
{
    private const string Features = "features."; // torchvision's detectors take this module's content, so its name is gone

    /// <summary>The backbone up to its last tap, and where the taps are.</summary>
    public static (Graph Backbone, IReadOnlyList<(int Node, int Stride)> Taps) Of(DetectionArchitecture architecture)
    {
        var graph = ModelCatalogue.Build(architecture.Backbone).WithoutAuxiliary();
        var taps = architecture.Pyramid.Taps.Select(tap => Find(graph, tap)).ToList();
        var last = taps.Max(tap => tap.Node);
        var needed = graph.Needed(taps.Select(tap => tap.Node));
        List<Node> kept = [.. graph.Nodes.Where(node => needed[node.Index])];
        var slice = new GraphSlice(kept, 0, [new GraphOutput("output", last)], null).Of(WithStagesUpTo(graph, last));
        // The slice numbers nodes anew: those left out are before none of the taps in a chain, but may be between them.
        var moved = kept.Index().ToDictionary(pair => pair.Item.Index, pair => pair.Index);
        return (Adapted(slice, architecture.NormEpsilon), [.. taps.Select(tap => (moved[tap.Node], tap.Stride))]);
    }

    private static (int Node, int Stride) Find(Graph graph, string tap)
    {
        if (graph.Stages.FirstOrDefault(stage => stage.Name == tap) is { } stage) return (stage.Output, stage.Stride);
        var last = graph.Nodes.LastOrDefault(node => node.Operation.TensorName()?.StartsWith(tap + ".", StringComparison.Ordinal) == true)
            ?? throw new GraftException($"{graph.Name} has no stage and no layer '{tap}'.",
                $"Its stages are {string.Join(", ", graph.Stages.Select(s => s.Name))}.");
        var at = last.Index;
        while (at + 1 < graph.Nodes.Count && graph.Nodes[at + 1] is { Operation: Operation.Activate or Operation.Add } next && next.Inputs.Contains(at)) at++;
        return (at, graph.Stages.Where(s => s.Stride > 0 && s.Output <= Math.Max(at, graph.StageNamed(graph.Nodes[at].Stage).Output)).Max(s => s.Stride));
    }

    // A stage that is cut off in the middle ends with the last tap.
    private static Graph WithStagesUpTo(Graph graph, int last) => graph.With(stages:
    [
        .. graph.Stages.Where(stage => graph.Nodes.Any(node => node.Stage == stage.Name && node.Index <= last))
            .Select(stage => stage.Output <= last ? stage : stage with { Output = last, Channels = graph.Nodes[last].Channels }),
    ]);

    private static Graph Adapted(Graph graph, double? epsilon)
    {
        if (epsilon is not { } constant) return graph.WithoutPrefix(Features);
        var nodes = graph.Nodes.Select(node => node.Operation is Operation.BatchNorm norm ? node with { Operation = norm with { Epsilon = constant } } : node);
        return graph.With([.. nodes]).WithoutPrefix(Features);
    }
}
