namespace Graft.Networks;

/// <summary>Four densely connected blocks of separable convolutions and a linear layer to 68 points; the names are those of the published file.</summary>
internal static class FaceLandmarks
{
    /// <summary>Side of the input in pixels.</summary>
    public const int Side = 112;

    /// <summary>Landmarks of a face.</summary>
    public const int Count = 68;

    private static readonly int[] Widths = [32, 64, 128, 256];

    /// <summary>Output: 136 values, x and y of each point as shares of the input's side.</summary>
    public static Graph Build(string name)
    {
        var g = new GraphBuilder(name);
        var x = g.Input;
        foreach (var (block, width) in Widths.Index())
        {
            g.Begin($"stage{block + 1}");
            var first = $"dense{block}/conv0";
            var sum = g.Relu(block == 0 ? g.Conv(first, x, width, Window.Same(3, 2), bias: true) : g.Separable(first, x, width, Window.Same(3, 2)));
            for (var i = 1; i < 4; i++)
                // What went before is added and rectified, but the sums that follow begin from what was not.
                sum = g.Add(sum, g.Separable($"dense{block}/conv{i}", i == 1 ? sum : g.Relu(sum), width, Window.Same(3)));
            x = g.Relu(sum);
            g.End(x, 2 << block);
        }
        g.Begin("head");
        x = g.Flatten(g.AveragePool(x, Window.Square(7, 2)), Widths[^1]);
        return g.Build(g.Linear("fc", x, 2 * Count));
    }
}
