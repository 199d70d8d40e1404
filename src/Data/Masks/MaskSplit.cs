namespace Graft.Data;

/// <summary>A data set of class masks on its sides; each side sorted by name.</summary>
/// <param name="Train">Pictures to learn from.</param>
/// <param name="Validation">Pictures to choose and stop by.</param>
/// <param name="Test">Pictures nothing was chosen by; empty unless the user gave a test side.</param>
/// <param name="Seed">The seed that drew it.</param>
internal sealed record MaskSplit(IReadOnlyList<MaskSample> Train, IReadOnlyList<MaskSample> Validation, IReadOnlyList<MaskSample> Test, ulong Seed)
{
    /// <summary>Classes that only one of the sides has that were drawn; sides of the user's are looked at by the examination.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>
    /// Sides the user gave are kept; without a validation side one is drawn from train. Groups and copies stay together, and
    /// the rarest class on each picture is spread evenly.
    /// </summary>
    /// <param name="dataset">What to divide.</param>
    /// <param name="examination">Tells which pictures are copies and which classes they have; null looks at groups only.</param>
    /// <param name="validationShare">Share to validate with, from 0 (none) to below 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="GraftException">The share is out of range.</exception>
    public static MaskSplit Make(MaskDataset dataset, MaskExamination? examination, double validationShare, ulong seed)
    {
        var split = DatasetSplit.Make(examination is null ? PlainPictures.Of(dataset) : PlainPictures.ByRarest(dataset, examination), examination?.Pictures,
            validationShare, seed);
        var samples = dataset.Samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);
        var (train, validation) = (Of(split.Train), Of(split.Validation));
        return new MaskSplit(train, validation, Of(split.Test), seed)
        {
            Problems = examination is null || dataset.Samples.Any(sample => sample.Split == SplitNames.Validation) ? []
                : [.. MaskSides.Missing(dataset, examination.PixelsOf(train), examination.PixelsOf(validation))],
        };

        IReadOnlyList<MaskSample> Of(IReadOnlyList<Sample> side) => [.. side.Select(sample => samples[sample.Name])];
    }
}
