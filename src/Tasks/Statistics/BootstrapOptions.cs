namespace Graft.Tasks;

/// <summary>How resampling is done.</summary>
public sealed record BootstrapOptions
{
    /// <summary>Number of resamples, 0 (no intervals) to 100 000.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Share of repetitions the interval should hold the value in, above 0 and below 1.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Seed of the resampling; the same seed gives the same interval.</summary>
    public ulong Seed { get; init; }

    /// <summary>Stratum of each item, or null for plain resampling. Items are drawn with replacement within their stratum, so every stratum keeps its size.</summary>
    public IReadOnlyList<int>? Strata { get; init; }

    /// <exception cref="GraftException">A value is out of range.</exception>
    internal void Check(int count)
    {
        if (Resamples is < 0 or > 100_000)
            throw new GraftException($"{Resamples} bootstrap resamples were asked for.", "0 to 100000 are possible.", "1000 are enough for a 95 % interval.");
        if (Level is not (> 0 and < 1))
            throw new GraftException($"The confidence level is {Level}.", "It lies above 0 and below 1.", "0.95 is typical.");
        if (Strata is not null && Strata.Count != count)
            throw new GraftException($"There are {Strata.Count} strata for {count} items.", "Each item has one stratum.");
    }
}
