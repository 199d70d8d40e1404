namespace Graft.Tasks;

/// <summary>What a classifier's metrics are computed from; a sample that lacks a sum (a resample, a pass of training) leaves it null.</summary>
/// <param name="Counts">Labels against predictions.</param>
internal sealed record ClassificationSample(ConfusionCounts Counts)
{
    public int TopK { get; init; }

    public double? TopKAccuracy { get; init; }

    public double? LogLoss { get; init; }

    public double? RocAuc { get; init; }

    public double? BrierScore { get; init; }

    public double? ExpectedCalibrationError { get; init; }
}
