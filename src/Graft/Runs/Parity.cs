namespace Graft;

/// <summary>How far trainer and ONNX Runtime were apart in the parity gate.</summary>
/// <param name="Difference">Largest difference of a score, or of an edge in pixels.</param>
/// <param name="MaskDifference">Largest difference of a mask's probability; null without instance masks.</param>
/// <param name="Rejected">Images that were passed over, with the reason.</param>
internal sealed record Parity(double Difference, double? MaskDifference, IReadOnlyList<string> Rejected)
{
    /// <summary>Detections that were compared; 0 for other tasks.</summary>
    public int Detections { get; init; }

    public Parity(double difference) : this(difference, null, []) { }
}
