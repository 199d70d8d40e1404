namespace Graft.Tasks;

/// <summary>Predictions whose confidence lies above <paramref name="Low"/> and at most at <paramref name="High"/>.</summary>
/// <param name="Low">Lower end, exclusive (0 inclusive).</param>
/// <param name="High">Upper end, inclusive.</param>
/// <param name="Count">Images in the bin.</param>
/// <param name="Confidence">Their mean confidence; null for an empty bin.</param>
/// <param name="Accuracy">Share of them that is right; null for an empty bin.</param>
public sealed record CalibrationBin(double Low, double High, int Count, double? Confidence, double? Accuracy);
