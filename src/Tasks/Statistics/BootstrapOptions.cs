using System.ComponentModel.DataAnnotations;

namespace Graft.Tasks;

/// <summary>How resampling is done.</summary>
internal sealed record BootstrapOptions
{
    /// <summary>Number of resamples, 0 (no intervals) to 100 000.</summary>
    [Resamples] public int Resamples { get; init; } = 1000;

    /// <summary>Share of repetitions the interval should hold the value in, above 0 and below 1.</summary>
    [ConfidenceLevel] public double Level { get; init; } = 0.95;

    /// <summary>Seed of the resampling; the same seed gives the same interval.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Stratum of each item, or null for plain resampling. Items are drawn with replacement within their stratum, so every stratum keeps its
    /// size.
    /// </summary>
    public IReadOnlyList<int>? Strata { get; init; }

    /// <summary>The unit of each item, see <see cref="CopyUnits"/>; the items of a unit are drawn together. Null draws each by itself.</summary>
    public IReadOnlyList<int>? Units { get; init; }

    /// <summary>How the intervals come about, for a reader.</summary>
    public string Method => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{Level * 100:0.#} %: standard error by bootstrap over images{(Strata is null ? "" : ", stratified by class")}, {Resamples} resamples, "
        + $"seed {Seed}; exact for a share of as many images as have that error{CopyUnits.Note(Units)}");

    /// <exception cref="GraftException">A value is out of range.</exception>
    public void Check(int count)
    {
        OptionsCheck.Throw("The bootstrap", this);
        CopyUnits.Check(Units, count);
        if (Strata is not null && Strata.Count != count)
            throw new GraftException($"There are {Strata.Count} strata for {count} items.", "Each item has one stratum.");
    }
}

/// <summary>0 (no intervals) to 100 000 bootstrap resamples; 1000 are enough for a 95 % interval.</summary>
internal sealed class ResamplesAttribute : RangeAttribute
{
    public ResamplesAttribute() : base(0, 100_000) => ErrorMessage = "The number of bootstrap resamples is {1} to {2}; 1000 are enough for a 95 % interval.";
}

/// <summary>Above 0 and below 1.</summary>
internal sealed class ConfidenceLevelAttribute : RangeAttribute
{
    public ConfidenceLevelAttribute() : base(0.0, 1.0)
    {
        (MinimumIsExclusive, MaximumIsExclusive) = (true, true);
        ErrorMessage = "The confidence level lies above {1} and below {2}; 0.95 is the default.";
    }
}
