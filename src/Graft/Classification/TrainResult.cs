using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>What a training run ends with.</summary>
public sealed record TrainResult
{
    /// <summary>The run's folder.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Metrics on the validation images, measured through the exported file.</summary>
    public required ClassificationReport Validation { get; init; }

    /// <summary>Metrics on the test images; null where the data has none.</summary>
    public ClassificationReport? Test { get; init; }

    /// <summary>One entry per epoch; none for the probe.</summary>
    public required IReadOnlyList<EpochRecord> History { get; init; }

    /// <summary>Time spent on fitting: features, probe and gradient steps, without examination, export and report.</summary>
    public required TimeSpan FitTime { get; init; }

    /// <summary>Largest difference between trainer and ONNX Runtime in the parity gate.</summary>
    public required double ParityDifference { get; init; }

    /// <summary>Everything the report shows.</summary>
    public required ReportData Report { get; init; }
}
