using System.Text.Json.Serialization;

namespace Graft.Tasks;

/// <summary>Every metric of an evaluated detector.</summary>
public sealed record DetectionReport : EvaluationReport
{
    /// <summary>Images, those without objects included.</summary>
    public required int Images { get; init; }

    /// <inheritdoc/>
    public override int ImageCount => Images;

    /// <summary>Objects that are counted.</summary>
    public required int Objects { get; init; }

    /// <summary>Average precision of the boxes at overlap 0.50, 0..1; null without objects.</summary>
    [JsonIgnore]
    public double? AP50 => Boxes.Summary.AP50;

    /// <summary>Average precision of the boxes over the overlaps 0.50 to 0.95, 0..1; null without objects.</summary>
    [JsonIgnore]
    public double? AP => Boxes.Summary.AP;

    /// <summary>Average precision of the masks at overlap 0.50, 0..1; null without objects, and for a detector of boxes.</summary>
    [JsonIgnore]
    public double? MaskAP50 => Masks?.Summary.AP50;

    /// <summary>Average precision of the masks over the overlaps 0.50 to 0.95, 0..1; null without objects, and for a detector of boxes.</summary>
    [JsonIgnore]
    public double? MaskAP => Masks?.Summary.AP;

    /// <summary>COCO's metrics for boxes.</summary>
    public required CocoReport Boxes { get; init; }

    /// <summary>COCO's metrics for masks; null for a detector of boxes.</summary>
    public CocoReport? Masks { get; init; }

    /// <summary>Precision, recall and F1 of each class against the score, at overlap 0.50.</summary>
    public required IReadOnlyList<DetectionCurve> Curves { get; init; }

    /// <summary>The same of all classes counted together, which <see cref="BestThreshold"/> and <see cref="BestF1"/> are the best of.</summary>
    internal DetectionCurve? AllClasses { get; init; }

    /// <summary>The score at which F1 over all classes is highest, at overlap 0.50; 0.5 when nothing was found.</summary>
    public double BestThreshold => this[CocoMetricTable.BestThreshold].Value ?? 0;

    /// <summary>F1 at <see cref="BestThreshold"/>, 0..1.</summary>
    public double BestF1 => this[CocoMetricTable.BestF1].Value ?? 0;

    /// <summary>Which classes are taken for which.</summary>
    public required DetectionConfusion Confusion { get; init; }

    /// <summary>What goes wrong, and what mending it would bring.</summary>
    public required DetectionErrors Errors { get; init; }
}
