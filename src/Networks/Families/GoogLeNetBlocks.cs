namespace Graft.Networks.Families;

/// <summary>The parts of GoogLeNet, with all widths divided for the tiny twin.</summary>
internal sealed class GoogLeNetBlocks(string name, int divisor)
{
    public GraphBuilder Graph { get; } = new(name) { Initialisation = Initialisation.NarrowTruncatedNormal };

    /// <summary>Convolution, batch norm with an epsilon of 0.001, ReLU.</summary>
    public int Conv(string name, int x, int width, Window window) =>
        Graph.Relu(Graph.Norm($"{name}.bn", Graph.Conv($"{name}.conv", x, width / divisor, window), epsilon: 1e-3));

    /// <summary>Four branches; widths are 1x1, 3x3 reduced, 3x3, "5x5" reduced, "5x5", pooling.</summary>
    public int Inception(string name, int x, int[] widths)
    {
        var one = Conv($"{name}.branch1", x, widths[0], Window.Square(1));
        var three = Conv($"{name}.branch2.1", Conv($"{name}.branch2.0", x, widths[1], Window.Square(1)), widths[2], Window.Square(3, 1, 1));
        // 3x3 where the paper has 5x5: so are the published weights (pytorch/vision issue 906).
        var five = Conv($"{name}.branch3.1", Conv($"{name}.branch3.0", x, widths[3], Window.Square(1)), widths[4], Window.Square(3, 1, 1));
        var pooled = Conv($"{name}.branch4.1", Graph.MaxPool(x, Window.Square(3, 1, 1), ceilMode: true), widths[5], Window.Square(1));
        return Graph.Concatenate(one, three, five, pooled);
    }

    /// <summary>A classifier on a value from the middle of the network.</summary>
    public int Auxiliary(string name, int x, int classes)
    {
        x = Conv($"{name}.conv", Graph.AdaptiveAveragePool(x, 4, 4), 128, Window.Square(1));
        x = Graph.Relu(Graph.Linear($"{name}.fc1", Graph.Flatten(x, Graph.ChannelsOf(x) * 16), 1024 / divisor));
        return Graph.Linear($"{name}.fc2", Graph.Dropout(x, 0.7), classes);
    }
}
