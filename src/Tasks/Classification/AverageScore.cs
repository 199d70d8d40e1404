namespace Graft.Tasks;

/// <summary>Averages over the classes, as scikit-learn has them.</summary>
/// <param name="Precision">0..1; a class that was predicted and has no image counts 0.</param>
/// <param name="Recall">0..1, over the classes that have images.</param>
/// <param name="F1">0..1; a class that was predicted and has no image counts 0.</param>
internal sealed record AverageScore(double Precision, double Recall, double F1);
