namespace Graft.Data;

/// <summary>Divides a data set of objects.</summary>
internal static class ObjectSplit
{
    /// <summary>
    /// Splits the user gave are kept; without a validation split, or a test split that is asked for, one is drawn from train. Groups and copies stay
    /// together, and the rarest class on each image is spread evenly.
    /// </summary>
    /// <param name="dataset">What to divide.</param>
    /// <param name="examination">Tells which images are copies; null looks at groups only.</param>
    /// <param name="validationShare">Share to validate with, from 0 (none) to below 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="testShare">Share to set aside for the test, from 0 (none).</param>
    /// <exception cref="GraftException">A share is out of range.</exception>
    public static Split<ObjectSample> Make(ObjectDataset dataset, ObjectExamination? examination, double validationShare, ulong seed, double testShare = 0)
    {
        var split = DatasetSplit.Make(AsImageDataset.ByRarest(dataset), examination?.Images, validationShare, seed, testShare);
        var samples = dataset.Samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);
        return split.Of(sample => samples[sample.Name]);
    }
}
