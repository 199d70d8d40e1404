namespace Graft.Networks.Families;

/// <summary>Stochastic depth that grows evenly from 0 in the first block of a network to its full rate in the last.</summary>
internal sealed class ResidualDepth(double rate, int blocks)
{
    private int _block;

    /// <summary>The rate of the next block.</summary>
    public double Next() => blocks > 1 ? rate * _block++ / (blocks - 1) : rate;

    /// <summary>x plus its branch, which is left out at this rate while training.</summary>
    public static int Add(GraphBuilder g, int x, int branch, double rate) => g.Add(rate > 0 ? g.StochasticDepth(branch, rate) : branch, x);
}
