namespace Graft.Tasks;

/// <summary>How well one class is told from all others. A metric is null where it is undefined, never NaN.</summary>
public sealed record ClassScore
{
    /// <summary>Name of the class.</summary>
    public required string Class { get; init; }

    /// <summary>Images that belong to the class.</summary>
    public required int Support { get; init; }

    /// <summary>Images that were given to the class.</summary>
    public required int Predicted { get; init; }

    /// <summary>
    /// Share of the images given to the class that belong to it; 0 when it has images but none was given to it; null when it has neither.
    /// </summary>
    public double? Precision { get; init; }

    /// <summary>Share of the class's images that were given to it; null without images.</summary>
    public double? Recall { get; init; }

    /// <summary>Harmonic mean of precision and recall; null when the class has no images and was never predicted.</summary>
    public double? F1 { get; init; }

    /// <summary>Area under the ROC curve, this class against all others; null when all or none of the images belong to it.</summary>
    public double? RocAuc { get; init; }

    /// <summary>Exact interval of the precision.</summary>
    public ConfidenceInterval? PrecisionInterval { get; init; }

    /// <summary>Exact interval of the recall.</summary>
    public ConfidenceInterval? RecallInterval { get; init; }

    /// <summary>Interval of F1; null where the class has too few images for one.</summary>
    public ConfidenceInterval? F1Interval { get; init; }
}
