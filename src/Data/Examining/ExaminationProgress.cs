namespace Graft.Data;

/// <summary>How far an examination has come.</summary>
/// <param name="Done">Images examined.</param>
/// <param name="Total">Images in all.</param>
public readonly record struct ExaminationProgress(int Done, int Total);
