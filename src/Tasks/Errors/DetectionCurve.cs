namespace Graft.Tasks;

/// <summary>One class against the score from which detections count; overlap 0.50.</summary>
/// <param name="Name">The class.</param>
/// <param name="BestThreshold">The score at which F1 is highest.</param>
/// <param name="BestF1">F1 there, 0..1.</param>
public sealed record DetectionCurve(string Name, double BestThreshold, double BestF1)
{
    /// <summary>Precision at the scores 0, 0.01 to 1; 1 where nothing is found.</summary>
    public required IReadOnlyList<double> Precision { get; init; }

    /// <summary>Recall at the same scores.</summary>
    public required IReadOnlyList<double> Recall { get; init; }

    /// <summary>Harmonic mean of both at the same scores.</summary>
    public required IReadOnlyList<double> F1 { get; init; }
}
