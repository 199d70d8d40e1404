using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>What training a segmentation network ends with.</summary>
public sealed record SegmentTrainResult
{
    /// <summary>The run's folder.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Metrics on the validation images, measured through the exported file at the images' own size.</summary>
    public required SegmentationReport Validation { get; init; }

    /// <summary>The same on the test images; null where the data has none.</summary>
    public SegmentationReport? Test { get; init; }

    /// <summary>One entry per epoch; the metric of each is the mean IoU.</summary>
    public required IReadOnlyList<EpochRecord> History { get; init; }

    /// <summary>Time spent on training.</summary>
    public required TimeSpan FitTime { get; init; }

    /// <summary>Largest difference of a probability between trainer and ONNX Runtime in the parity gate.</summary>
    public required double ParityDifference { get; init; }
}
