namespace Graft.Tasks;

/// <summary>A detection with its verdict and, for errors of name or place, the object that was meant.</summary>
internal readonly record struct JudgedDetection(int Label, double Score, ErrorKind Kind, int Image = -1, int Target = -1, int TargetLabel = -1);
