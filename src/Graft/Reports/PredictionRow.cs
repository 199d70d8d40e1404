namespace Graft.Reports;

/// <summary>One line of predictions.csv.</summary>
/// <param name="File">File name relative to the data set.</param>
/// <param name="Label">True class; null when unknown.</param>
/// <param name="Scores">One probability a class.</param>
public sealed record PredictionRow(string File, string? Label, IReadOnlyList<float> Scores);
