namespace Graft.Tasks;

/// <summary>Objects against detections at overlap 0.50, whatever their classes.</summary>
/// <param name="Threshold">Score from which detections count.</param>
/// <param name="Matrix">
/// Classes + 1 rows and columns: the row is the true class, the column the found one; the last row is background taken for an object, the last
/// column objects that were missed.
/// </param>
public sealed record DetectionConfusion(double Threshold, IReadOnlyList<IReadOnlyList<int>> Matrix);
