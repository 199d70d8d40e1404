namespace Graft.Tasks;

/// <summary>Every metric of an evaluated detector; serialises to metrics.json through <see cref="Json.Options"/>.</summary>
public sealed record DetectionReport
{
    /// <summary>Class names in the order of the labels.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Images, those without objects included.</summary>
    public required int Images { get; init; }

    /// <summary>Objects that are counted.</summary>
    public required int Objects { get; init; }

    /// <summary>COCO's metrics for boxes.</summary>
    public required CocoReport Boxes { get; init; }

    /// <summary>COCO's metrics for masks; null for a detector of boxes.</summary>
    public CocoReport? Masks { get; init; }

    /// <summary>Precision, recall and F1 of each class against the score, at overlap 0.50.</summary>
    public required IReadOnlyList<DetectionCurve> Curves { get; init; }

    /// <summary>The score at which F1 over all classes is highest, at overlap 0.50; 0.5 when nothing was found.</summary>
    public required double BestThreshold { get; init; }

    /// <summary>F1 at <see cref="BestThreshold"/>, 0..1.</summary>
    public required double BestF1 { get; init; }

    /// <summary>Which classes are taken for which.</summary>
    public required DetectionConfusion Confusion { get; init; }

    /// <summary>What goes wrong, and what mending it would bring.</summary>
    public required DetectionErrors Errors { get; init; }
}
