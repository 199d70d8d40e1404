using Graft.Data;

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

    /// <summary>As the report says it.</summary>
    /// <param name="unit">What the difference is of.</param>
    public string Describe(string unit)
    {
        var words = FormattableString.Invariant($"largest difference of {unit} {Difference:0.0e0}");
        if (MaskDifference is { } mask) words += FormattableString.Invariant($"; of a mask's probability {mask:0.0e0}");
        return Rejected.Count > 0 ? $"{words}; {Words.Count(Rejected.Count, "image was", "images were")} passed over" : words;
    }
}
