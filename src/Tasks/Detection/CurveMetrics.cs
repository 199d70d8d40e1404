namespace Graft.Tasks;

/// <summary>Average precision of a curve, and recall at its end.</summary>
internal readonly record struct CurveMetrics(double Precision, double Recall);
