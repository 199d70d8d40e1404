namespace Graft.Networks.Families;

/// <summary>How most classifiers end.</summary>
internal static class Endings
{
    /// <summary>The global mean, N x channels, as the end of the stage that <paramref name="x"/> belongs to: <c>neck</c>.</summary>
    public static int EndWithMean(this GraphBuilder g, int x)
    {
        x = g.Flatten(g.AdaptiveAveragePool(x), g.ChannelsOf(x));
        g.End(x, stride: 0);
        return x;
    }

    /// <summary>Dropout, if there is any, and the linear layer over the classes as <c>head</c>.</summary>
    public static Graph Classify(this GraphBuilder g, string name, int x, int classes, double dropout = 0)
    {
        g.Begin("head");
        x = g.Linear(name, dropout > 0 ? g.Dropout(x, dropout) : x, classes);
        g.End(x, stride: 0);
        return g.Build(x);
    }
}
