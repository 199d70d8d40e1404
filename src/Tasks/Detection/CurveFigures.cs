namespace Graft.Tasks;

/// <summary>Average precision of a curve, and recall at its end.</summary>
internal readonly record struct CurveFigures(double Precision, double Recall);
