namespace Graft.Data;

/// <summary>How far an examination has come.</summary>
/// <param name="Done">Images examined, or compared.</param>
/// <param name="Total">Images in all.</param>
/// <param name="IsComparing">False while images are decoded, true while they are compared with one another.</param>
public readonly record struct ExaminationProgress(int Done, int Total, bool IsComparing = false);
