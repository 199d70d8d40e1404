using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>What training a segmentation network ends with.</summary>
public sealed record TrainResult<SegmentationReport>
{
    /// <summary>The run's folder.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Figures on the validation pictures, measured through the exported file at the pictures' own size.</summary>
    public required SegmentationReport Validation { get; init; }

    /// <summary>The same on the test pictures; null where the data has none.</summary>
    public SegmentationReport? Test { get; init; }

    /// <summary>One entry per epoch; the figure of each is the mean IoU.</summary>
    public required IReadOnlyList<EpochRecord> History { get; init; }

    /// <summary>Time spent on training.</summary>
    public required TimeSpan FitTime { get; init; }

    internal RunReport? Report { get; init; }

    /// <summary>Largest difference of a probability between trainer and ONNX Runtime in the parity gate.</summary>
    public required double ParityDifference { get; init; }
}
