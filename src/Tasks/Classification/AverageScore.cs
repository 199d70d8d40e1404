namespace Graft.Tasks;

/// <summary>Precision, recall and F1 averaged over the classes that have images.</summary>
/// <param name="Precision">0..1.</param>
/// <param name="Recall">0..1.</param>
/// <param name="F1">0..1.</param>
public sealed record AverageScore(double Precision, double Recall, double F1);
