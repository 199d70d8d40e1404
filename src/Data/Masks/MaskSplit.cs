namespace Graft.Data;

/// <summary>Divides a data set of class masks.</summary>
internal static class MaskSplit
{
    /// <summary>
    /// Splits the user gave are kept; without a validation split, or a test split that is asked for, one is drawn from train. Groups and copies stay
    /// together, and the rarest class on each image is spread evenly.
    /// </summary>
    /// <param name="dataset">What to divide.</param>
    /// <param name="examination">Tells which images are copies and which classes they have; null looks at groups only.</param>
    /// <param name="validationShare">Share to validate with, from 0 (none) to below 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="testShare">Share to set aside for the test, from 0 (none).</param>
    /// <exception cref="GraftException">A share is out of range.</exception>
    public static Split<MaskSample> Make(MaskDataset dataset, MaskExamination? examination, double validationShare, ulong seed, double testShare = 0)
    {
        var images = examination is null ? AsImageDataset.Of(dataset) : AsImageDataset.ByRarest(dataset, examination);
        var samples = dataset.Samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);
        var split = DatasetSplit.Make(images, examination?.Images, validationShare, seed, testShare).Of(sample => samples[sample.Name]);
        if (examination is null || dataset.Samples.Any(sample => sample.Split == SplitNames.Validation)) return split;
        return split with { Problems = [.. MaskSplitProblems.Missing(dataset, examination.PixelsOf(split.Train), examination.PixelsOf(split.Validation))] };
    }
}
