namespace Graft.Data;

/// <summary>How far an examination has come.</summary>
/// <param name="Done">Pictures examined.</param>
/// <param name="Total">Pictures in all.</param>
public readonly record struct ExaminationProgress(int Done, int Total);
