namespace Graft.Artifacts;

/// <summary>How far the detections of two engines are apart.</summary>
/// <param name="Edge">The largest difference of an edge, in pixels.</param>
/// <param name="Mask">The largest difference of a mask's probability, 0 to 1; null without masks.</param>
internal readonly record struct DetectionDifference(double Edge, double? Mask)
{
    /// <summary>The larger of both, each.</summary>
    public DetectionDifference Or(DetectionDifference other) =>
        new(Math.Max(Edge, other.Edge), Mask is { } one && other.Mask is { } two ? Math.Max(one, two) : Mask ?? other.Mask);
}
