namespace Graft.Data;

/// <summary>A data set of objects in its splits; each split sorted by name.</summary>
/// <param name="Train">Images to learn from.</param>
/// <param name="Validation">Images to choose and stop by.</param>
/// <param name="Test">Images nothing was chosen by; empty unless the user gave a test split.</param>
/// <param name="Seed">The seed that drew it.</param>
public sealed record ObjectSplit(IReadOnlyList<ObjectSample> Train, IReadOnlyList<ObjectSample> Validation, IReadOnlyList<ObjectSample> Test, ulong Seed)
{
    /// <summary>
    /// Splits the user gave are kept; without a validation split one is drawn from train. Groups and copies stay together, and
    /// the rarest class on each image is spread evenly.
    /// </summary>
    /// <param name="dataset">What to divide.</param>
    /// <param name="examination">Tells which images are copies; null looks at groups only.</param>
    /// <param name="validationShare">Share to validate with, from 0 (none) to below 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="GraftException">The share is out of range.</exception>
    public static ObjectSplit Make(ObjectDataset dataset, ObjectExamination? examination, double validationShare, ulong seed)
    {
        var split = DatasetSplit.Make(AsImageDataset.ByRarest(dataset), examination?.Images, validationShare, seed);
        var samples = dataset.Samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);
        return new ObjectSplit(Of(split.Train), Of(split.Validation), Of(split.Test), seed);

        IReadOnlyList<ObjectSample> Of(IReadOnlyList<Sample> subset) => [.. subset.Select(sample => samples[sample.Name])];
    }
}
