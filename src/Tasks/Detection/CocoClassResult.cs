using System.Text.Json.Serialization;

namespace Graft.Tasks;

/// <summary>COCO's metrics of one class.</summary>
/// <param name="Name">The class.</param>
/// <param name="Objects">Objects that are counted.</param>
/// <param name="Detections">Detections of the class, at most 100 an image.</param>
/// <param name="AP">Average precision over the overlaps 0.50 to 0.95; null without objects.</param>
/// <param name="AP50">Average precision at overlap 0.50; null without objects.</param>
public sealed record CocoClassResult(string Name, int Objects, int Detections, double? AP, [property: JsonPropertyName("ap50")] double? AP50)
{
    /// <summary>Average recall with 100 detections an image; null without objects.</summary>
    public double? AR { get; init; }

    /// <summary>Interval of <see cref="AP"/> by resampling images; null when it was not asked for or is undefined.</summary>
    public ConfidenceInterval? APInterval { get; init; }

    /// <summary>Precision at the recalls 0, 0.01 to 1 for overlap 0.50; empty without objects.</summary>
    public IReadOnlyList<double> Precision50 { get; init; } = [];

    /// <summary>Precision at the recalls 0, 0.01 to 1 for overlap 0.75; empty without objects.</summary>
    public IReadOnlyList<double> Precision75 { get; init; } = [];
}
