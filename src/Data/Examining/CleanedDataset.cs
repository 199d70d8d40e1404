namespace Graft.Data;

/// <summary>A data set whose pictures all decode, and what was left out of it.</summary>
/// <param name="Dataset">The usable pictures; the classes are unchanged.</param>
/// <param name="LeftOut">The others, each with its error.</param>
public sealed record CleanedDataset(ImageDataset Dataset, IReadOnlyList<SampleFacts> LeftOut);
