namespace Graft.Data;

/// <summary>A data set of class masks in its splits; each split sorted by name.</summary>
/// <param name="Train">Images to learn from.</param>
/// <param name="Validation">Images to choose and stop by.</param>
/// <param name="Test">Images nothing was chosen by; empty unless the user gave a test split.</param>
/// <param name="Seed">The seed that drew it.</param>
public sealed record MaskSplit(IReadOnlyList<MaskSample> Train, IReadOnlyList<MaskSample> Validation, IReadOnlyList<MaskSample> Test, ulong Seed)
{
    /// <summary>Classes that only one of the splits has that were drawn; splits of the user's are looked at by the examination.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>
    /// Splits the user gave are kept; without a validation split one is drawn from train. Groups and copies stay together, and
    /// the rarest class on each image is spread evenly.
    /// </summary>
    /// <param name="dataset">What to divide.</param>
    /// <param name="examination">Tells which images are copies and which classes they have; null looks at groups only.</param>
    /// <param name="validationShare">Share to validate with, from 0 (none) to below 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="GraftException">The share is out of range.</exception>
    public static MaskSplit Make(MaskDataset dataset, MaskExamination? examination, double validationShare, ulong seed)
    {
        var split = DatasetSplit.Make(examination is null ? AsImageDataset.Of(dataset) : AsImageDataset.ByRarest(dataset, examination), examination?.Images, validationShare, seed);
        var samples = dataset.Samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);
        var (train, validation) = (Of(split.Train), Of(split.Validation));
        return new MaskSplit(train, validation, Of(split.Test), seed)
        {
            Problems = examination is null || dataset.Samples.Any(sample => sample.Split == SplitNames.Validation) ? []
                : [.. MaskSplitProblems.Missing(dataset, examination.PixelsOf(train), examination.PixelsOf(validation))],
        };

        IReadOnlyList<MaskSample> Of(IReadOnlyList<Sample> subset) => [.. subset.Select(sample => samples[sample.Name])];
    }
}
