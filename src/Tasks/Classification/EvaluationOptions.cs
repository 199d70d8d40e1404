namespace Graft.Tasks;

/// <summary>How a classifier is evaluated.</summary>
public sealed record EvaluationOptions
{
    /// <summary>An image counts as right in the top-k accuracy when its class is among the k best; reduced to classes - 1 where there are fewer. At least 1.</summary>
    public int TopK { get; init; } = 5;

    /// <summary>Equal-width bins of the expected calibration error, 1 to 1000.</summary>
    public int CalibrationBins { get; init; } = 15;

    /// <summary>Bootstrap resamples for the intervals, 0 (none) to 100 000.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Level of all intervals, above 0 and below 1.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Seed of the bootstrap.</summary>
    public ulong Seed { get; init; }

    /// <exception cref="GraftException">A value is out of range.</exception>
    internal void Check()
    {
        if (TopK < 1)
            throw new GraftException($"Top-{TopK} accuracy was asked for.", "k is at least 1.", "5 is typical.");
        if (CalibrationBins is < 1 or > 1000)
            throw new GraftException($"{CalibrationBins} calibration bins were asked for.", "1 to 1000 are possible.", "15 is typical.");
    }
}
