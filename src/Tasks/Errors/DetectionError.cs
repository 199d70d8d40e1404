namespace Graft.Tasks;

/// <summary>One kind of error.</summary>
/// <param name="Count">How often it occurs, at any score.</param>
/// <param name="Cost">By how much AP50 would rise if it did not, 0..1: errors of high score cost more.</param>
public sealed record DetectionError(int Count, double Cost);
