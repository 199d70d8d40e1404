namespace Graft.Networks;

/// <summary>A network of the catalogue as one that describes: its features, turned to other ones by a linear layer or as they are, at length 1.</summary>
internal static class DescriptorGraph
{
    /// <summary>The linear layer.</summary>
    public const string Layer = "descriptor";

    /// <summary>The graph; its parameters are those of the network without its head, and those of <see cref="Layer"/>.</summary>
    /// <param name="network">A classifier.</param>
    /// <param name="dimension">Numbers of a descriptor; null for the features themselves.</param>
    public static Graph Of(Graph network, int? dimension)
    {
        var features = network.WithoutHead().WithoutAuxiliary();
        var builder = new GraphBuilder(features.Name) { Initialisation = features.Initialisation };
        var x = builder.Embed(features, builder.Input, "")[features.Output];
        builder.Begin("head");
        if (dimension is { } width) x = builder.Linear(Layer, x, width);
        x = builder.UnitLength(x);
        builder.End(x, stride: 0);
        return builder.Build(x);
    }
}
