namespace Graft.Tasks;

/// <summary>Every metric of an evaluated segmentation; serialises to metrics.json through <see cref="Json.Options"/>.</summary>
public sealed record SegmentationReport
{
    /// <summary>Class names in the order of the values.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Images compared.</summary>
    public required int Images { get; init; }

    /// <summary>Pixels that count.</summary>
    public required long Pixels { get; init; }

    /// <summary>Pixels that do not.</summary>
    public required long IgnoredPixels { get; init; }

    /// <summary>Intersection over union, averaged over the classes that are there or were predicted, 0..1.</summary>
    public required double MeanIoU { get; init; }

    /// <summary>Share of pixels with the right class, 0..1.</summary>
    public required double PixelAccuracy { get; init; }

    /// <summary>Recall averaged over the classes that are there, 0..1.</summary>
    public required double MeanAccuracy { get; init; }

    /// <summary>Dice coefficient (F1 of the pixels), averaged as <see cref="MeanIoU"/>, 0..1.</summary>
    public required double MeanDice { get; init; }

    /// <summary>IoU weighted by the pixels of the classes, 0..1.</summary>
    public required double FrequencyWeightedIoU { get; init; }

    /// <summary>F-score of the polygons, averaged over the classes; null when it was left out.</summary>
    public double? MeanBoundaryF { get; init; }

    /// <summary>One entry a class.</summary>
    public required IReadOnlyList<SegmentationClassScore> PerClass { get; init; }

    /// <summary>Pixels; the row is the true class, the column the predicted one.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> ConfusionMatrix { get; init; }

    /// <summary>IoU of each image, averaged over its classes: the worst ones are worth looking at.</summary>
    public required IReadOnlyList<double> ImageIoU { get; init; }

    /// <summary>Interval of <see cref="MeanIoU"/> by resampling images.</summary>
    public ConfidenceInterval? MeanIoUInterval { get; init; }

    /// <summary>Interval of <see cref="PixelAccuracy"/>.</summary>
    public ConfidenceInterval? PixelAccuracyInterval { get; init; }

    /// <summary>Interval of <see cref="MeanDice"/>.</summary>
    public ConfidenceInterval? MeanDiceInterval { get; init; }

    /// <summary>Interval of <see cref="MeanBoundaryF"/>.</summary>
    public ConfidenceInterval? MeanBoundaryFInterval { get; init; }

    /// <summary>What a reader must know: classes without pixels, and how intervals came about.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
