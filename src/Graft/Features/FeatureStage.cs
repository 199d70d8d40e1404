using Graft.Networks;

namespace Graft;

/// <summary>Where in a network features are taken.</summary>
/// <param name="Name">Name of a stage: <c>stem</c>, <c>stage1</c> .., <c>neck</c>, <c>head</c>; see <c>graft models NAME</c>.</param>
/// <param name="IsFlat">All values of a map, C x H x W, where otherwise each channel gives its mean over all positions.</param>
public sealed record FeatureStage(string Name, bool IsFlat = false)
{
    /// <summary>What is before the head: one vector for each image.</summary>
    public static FeatureStage Neck { get; } = new("neck");

    internal string Key => IsFlat ? $"{Name}/flat" : Name;

    /// <summary>The graph that answers with these features for images of a size.</summary>
    /// <exception cref="GraftException">The network has no such stage.</exception>
    internal Graph Of(Graph graph, int height, int width)
    {
        if (!graph.Stages.Any(stage => stage.Name == Name))
            throw new GraftException($"{graph.Name} has no stage '{Name}'.",
                $"Its stages are {string.Join(", ", graph.Stages.Select(stage => stage.Name))}.",
                "Name one of them.");
        if (Name == Neck.Name) return graph.WithoutHead();
        var part = graph.EndingAt(Name);
        if (part.Infer(height, width)[part.Output] is not [var channels, var rows, var columns]) return part;
        return IsFlat ? With(part, (builder, x) => builder.Flatten(x, channels * rows * columns)) : Pooled(part, channels);
    }

    /// <summary>Each channel's mean over a graph's map.</summary>
    internal static Graph Pooled(Graph part, int channels) => With(part, (builder, x) => builder.Flatten(builder.AdaptiveAveragePool(x), channels));

    private static Graph With(Graph part, Func<GraphBuilder, int, int> end)
    {
        var builder = new GraphBuilder(part.Name);
        var x = builder.Embed(part, builder.Input, "")[part.Output];
        builder.Begin("features");
        x = end(builder, x);
        builder.End(x, stride: 0);
        return builder.Build(x);
    }
}
