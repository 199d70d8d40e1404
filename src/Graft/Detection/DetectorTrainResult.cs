using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>What training a detector ends with.</summary>
public sealed record TrainResult<DetectionReport>
{
    /// <summary>The run's folder.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Every figure on the validation pictures, measured through the exported file: COCO's, curves, thresholds, confusion and errors.</summary>
    public required DetectionReport Validation { get; init; }

    /// <summary>The same on the test pictures; null where the data has none.</summary>
    public DetectionReport? Test { get; init; }

    /// <summary>COCO's figures for boxes on the validation pictures.</summary>
    public CocoReport Validation => Validation.Boxes;

    /// <summary>COCO's figures for boxes on the test pictures; null where the data has none.</summary>
    public CocoReport? Test => Test?.Boxes;

    /// <summary>COCO's figures for masks on the validation pictures; null where the model draws none.</summary>
    public CocoReport? Masks => Validation.Masks;

    /// <summary>COCO's figures for masks on the test pictures.</summary>
    public CocoReport? TestMasks => Test?.Masks;

    /// <summary>One entry per epoch; the figure of each is AP50, of the masks where there are some.</summary>
    public required IReadOnlyList<EpochRecord> History { get; init; }

    /// <summary>Time spent on training.</summary>
    public required TimeSpan FitTime { get; init; }

    /// <summary>Largest difference of an edge between trainer and ONNX Runtime in the parity gate, in pixels.</summary>
    public required double ParityDifference { get; init; }

    /// <summary>Pictures that the parity gate passed over, with the reason.</summary>
    public IReadOnlyList<string> ParityRejections { get; init; } = [];

    internal RunReport? Report { get; init; }

    /// <summary>Largest difference of a mask's probability between them; null without masks.</summary>
    public double? MaskParityDifference { get; init; }
}
