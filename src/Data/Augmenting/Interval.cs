namespace Graft.Data;

/// <summary>A closed interval to draw from.</summary>
/// <param name="Low">The least value.</param>
/// <param name="High">The largest value; at least <paramref name="Low"/>.</param>
public readonly record struct Interval(double Low, double High)
{
    internal double Draw(SeededRandom random) => random.Uniform(Low, High);

    /// <summary>Uniform in the logarithm, so that a ratio and its inverse are equally likely.</summary>
    internal double DrawRatio(SeededRandom random) => Math.Exp(random.Uniform(Math.Log(Low), Math.Log(High)));

    internal bool IsWithin(double min, double max) => Low >= min && High <= max && Low <= High;
}
