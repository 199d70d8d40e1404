namespace Graft.Tasks;

/// <summary>One class of a segmentation; null where nothing is there to measure.</summary>
/// <param name="Name">The class.</param>
/// <param name="Pixels">True pixels that count.</param>
/// <param name="IoU">Intersection over union, 0..1; null when it is neither there nor predicted.</param>
public sealed record SegmentationClassScore(string Name, long Pixels, double? IoU)
{
    /// <summary>Dice coefficient, 0..1.</summary>
    public double? Dice { get; init; }

    /// <summary>Share of predicted pixels that are right.</summary>
    public double? Precision { get; init; }

    /// <summary>Share of true pixels that were predicted.</summary>
    public double? Recall { get; init; }

    /// <summary>F-score of the polygons, averaged over the images that have the class.</summary>
    public double? BoundaryF { get; init; }

    /// <summary>Interval of <see cref="IoU"/> by resampling images.</summary>
    public ConfidenceInterval? IoUInterval { get; init; }
}
