using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>What training a detector ends with.</summary>
public sealed record DetectorTrainResult
{
    /// <summary>The run's folder.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Every metric on the validation images, measured through the exported file: COCO's, curves, thresholds, confusion and errors.</summary>
    public required DetectionReport ValidationDetails { get; init; }

    /// <summary>The same on the test images; null where the data has none.</summary>
    public DetectionReport? TestDetails { get; init; }

    /// <summary>COCO's metrics for boxes on the validation images.</summary>
    public CocoReport Validation => ValidationDetails.Boxes;

    /// <summary>COCO's metrics for boxes on the test images; null where the data has none.</summary>
    public CocoReport? Test => TestDetails?.Boxes;

    /// <summary>COCO's metrics for masks on the validation images; null where the model draws none.</summary>
    public CocoReport? Masks => ValidationDetails.Masks;

    /// <summary>COCO's metrics for masks on the test images.</summary>
    public CocoReport? TestMasks => TestDetails?.Masks;

    /// <summary>One entry per epoch; the metric of each is AP50, of the masks where there are some.</summary>
    public required IReadOnlyList<EpochRecord> History { get; init; }

    /// <summary>Time spent on training.</summary>
    public required TimeSpan FitTime { get; init; }

    /// <summary>Largest difference of an edge between trainer and ONNX Runtime in the parity gate, in pixels.</summary>
    public required double ParityDifference { get; init; }

    /// <summary>Images that the parity gate passed over, with the reason.</summary>
    public IReadOnlyList<string> ParityRejections { get; init; } = [];

    /// <summary>Largest difference of a mask's probability between them; null without masks.</summary>
    public double? MaskParityDifference { get; init; }
}
