using System.ComponentModel.DataAnnotations;

namespace Graft.Tasks;

/// <summary>How a classifier is evaluated.</summary>
internal sealed record EvaluationOptions
{
    /// <summary>
    /// An image counts as right in the top-k accuracy when its class is among the k best; reduced to classes - 1 where there are fewer. At
    /// least 1.
    /// </summary>
    [Range(1, int.MaxValue, ErrorMessage = "In top-k accuracy k is at least {1}; 5 is the default.")]
    public int TopK { get; init; } = 5;

    /// <summary>Equal-width bins of the expected calibration error, 1 to 1000.</summary>
    [Range(1, 1000, ErrorMessage = "The number of calibration bins is {1} to {2}; 15 is the default.")]
    public int CalibrationBins { get; init; } = 15;

    /// <summary>Bootstrap resamples for the intervals, 0 (none) to 100 000.</summary>
    [Resamples] public int Resamples { get; init; } = 1000;

    /// <summary>Level of all intervals, above 0 and below 1.</summary>
    [ConfidenceLevel] public double Level { get; init; } = 0.95;

    /// <summary>Seed of the bootstrap.</summary>
    public ulong Seed { get; init; }

    /// <summary>The unit of each image, see <see cref="CopyUnits"/>: copies of one another count as one. Null where there are none.</summary>
    public IReadOnlyList<int>? Units { get; init; }
}
