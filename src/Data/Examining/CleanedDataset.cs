namespace Graft.Data;

/// <summary>A data set whose images all decode, and what was left out of it.</summary>
/// <param name="Dataset">The usable images; the classes are unchanged.</param>
/// <param name="LeftOut">The others, each with its error.</param>
public sealed record CleanedDataset(ImageDataset Dataset, IReadOnlyList<SampleFacts> LeftOut);
