using Graft.Tasks;

namespace Graft.Training;

/// <summary>Metrics of a segmentation on validation images, from a confusion matrix over all their pixels that count.</summary>
internal static class SegmentationValidationMetrics
{
    /// <summary>From counts.</summary>
    /// <param name="confusion">classes x classes pixels: row is the truth, column the prediction.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="loss">Mean loss.</param>
    public static ValidationMetrics Of(ReadOnlySpan<long> confusion, int classes, double loss) =>
        new(loss, SegmentationMetrics.Monitor(confusion, classes));
}
