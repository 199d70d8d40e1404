namespace Graft.Reports;

/// <summary>A small image with what the network said of it.</summary>
/// <param name="Name">File name relative to the data set.</param>
/// <param name="Image">The image, some 200 pixels on the longer side; it becomes part of the report.</param>
/// <param name="TrueClass">Its class; null when unknown.</param>
/// <param name="PredictedClass">The class it was given.</param>
/// <param name="Score">Score of the predicted class, 0..1.</param>
internal sealed record SampleImage(string Name, PageImage Image, string? TrueClass, string PredictedClass, double Score);
