using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>What a training run ends with.</summary>
public sealed record TrainResult<ClassificationReport>
{
    /// <summary>The run's folder.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Figures on the validation pictures, measured through the exported file.</summary>
    public required ClassificationReport Validation { get; init; }

    /// <summary>Figures on the test pictures; null where the data has none.</summary>
    public ClassificationReport? Test { get; init; }

    /// <summary>One entry per epoch; none for the probe.</summary>
    public required IReadOnlyList<EpochRecord> History { get; init; }

    /// <summary>Time spent on fitting: features, probe and gradient steps, without examination, export and report.</summary>
    public required TimeSpan FitTime { get; init; }

    /// <summary>Largest difference between trainer and ONNX Runtime in the parity gate.</summary>
    public required double ParityDifference { get; init; }

    internal RunReport? Report { get; init; }
}
