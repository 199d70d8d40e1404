namespace Graft.Data;

/// <summary>A data set of objects on its sides; each side sorted by name.</summary>
/// <param name="Train">Pictures to learn from.</param>
/// <param name="Validation">Pictures to choose and stop by.</param>
/// <param name="Test">Pictures nothing was chosen by; empty unless the user gave a test side.</param>
/// <param name="Seed">The seed that drew it.</param>
internal sealed record ObjectSplit(IReadOnlyList<ObjectSample> Train, IReadOnlyList<ObjectSample> Validation, IReadOnlyList<ObjectSample> Test, ulong Seed)
{
    /// <summary>
    /// Sides the user gave are kept; without a validation side one is drawn from train. Groups and copies stay together, and
    /// the rarest class on each picture is spread evenly.
    /// </summary>
    /// <param name="dataset">What to divide.</param>
    /// <param name="examination">Tells which pictures are copies; null looks at groups only.</param>
    /// <param name="validationShare">Share to validate with, from 0 (none) to below 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="GraftException">The share is out of range.</exception>
    public static ObjectSplit Make(ObjectDataset dataset, ObjectExamination? examination, double validationShare, ulong seed)
    {
        var split = DatasetSplit.Make(PlainPictures.ByRarest(dataset), examination?.Pictures, validationShare, seed);
        var samples = dataset.Samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);
        return new ObjectSplit(Of(split.Train), Of(split.Validation), Of(split.Test), seed);

        IReadOnlyList<ObjectSample> Of(IReadOnlyList<Sample> side) => [.. side.Select(sample => samples[sample.Name])];
    }
}
