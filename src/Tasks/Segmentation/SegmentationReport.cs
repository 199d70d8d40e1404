namespace Graft.Tasks;

/// <summary>Every metric of an evaluated segmentation.</summary>
public sealed record SegmentationReport : EvaluationReport
{
    /// <summary>Images compared.</summary>
    public required int Images { get; init; }

    /// <inheritdoc/>
    public override int ImageCount => Images;

    /// <summary>Pixels that count.</summary>
    public required long Pixels { get; init; }

    /// <summary>Pixels that do not.</summary>
    public required long IgnoredPixels { get; init; }

    /// <summary>Intersection over union, averaged over the classes that are there or were predicted, 0..1.</summary>
    public double MeanIoU => Value(SegmentationMetricTable.MeanIoU);

    /// <summary>Share of pixels with the right class, 0..1.</summary>
    public double PixelAccuracy => Value(SegmentationMetricTable.PixelAccuracy);

    /// <summary>Recall averaged over the classes that are there, 0..1.</summary>
    public double MeanAccuracy => Value(SegmentationMetricTable.MeanAccuracy);

    /// <summary>Dice coefficient (F1 of the pixels), averaged as <see cref="MeanIoU"/>, 0..1.</summary>
    public double MeanDice => Value(SegmentationMetricTable.MeanDice);

    /// <summary>IoU weighted by the pixels of the classes, 0..1.</summary>
    public double FrequencyWeightedIoU => Value(SegmentationMetricTable.WeightedIoU);

    /// <summary>F-score of the boundaries, averaged over the classes; null when it was left out, or no image has a boundary.</summary>
    public double? MeanBoundaryF => this[SegmentationMetricTable.BoundaryF].Value;

    /// <summary>One entry a class.</summary>
    public required IReadOnlyList<SegmentationClassScore> PerClass { get; init; }

    /// <summary>Pixels; the row is the true class, the column the predicted one.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> ConfusionMatrix { get; init; }

    /// <summary>IoU of each image, averaged over its classes: the worst ones are worth looking at.</summary>
    public required IReadOnlyList<double> ImageIoU { get; init; }

    private double Value(string key) => this[key].Value ?? 0;
}
