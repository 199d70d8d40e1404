using Graft.Imaging;

namespace Graft.Data;

/// <summary>Looks at every picture and every mask before the first step.</summary>
internal static class MaskDatasetExamination
{
    /// <summary>
    /// Decodes every picture and mask in parallel: undecodable files, sizes that disagree, values without a class, classes
    /// without pixels or on one side only, pictures of which no pixel counts, outlines drawn on another size, outside or of no area, copies
    /// across the sides. All is reported at once.
    /// </summary>
    /// <param name="dataset">What to examine.</param>
    /// <param name="options">How strictly; a bad mask is treated as a bad picture.</param>
    /// <param name="progress">Told after every picture, from any thread.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    /// <exception cref="ProblemsException">An option is out of range. Findings do not throw; see <see cref="MaskExamination.ThrowIfErrors"/>.</exception>
    public static MaskExamination Examine(MaskDataset dataset, ExaminationOptions? options = null,
        IProgress<ExaminationProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new ExaminationOptions();
        var pictures = DatasetExamination.OfPictures(PlainPictures.Of(dataset), options, progress, cancellation);
        var outlines = PlainPictures.Outlines(dataset) is { } objects ? new ObjectFindings(objects, pictures, options) : null;
        var clean = outlines is null ? dataset : dataset.WithoutObjects(outlines.Bad);
        var facts = new MaskFacts[dataset.Samples.Count];
        Parallel.For(0, facts.Length, DatasetExamination.Workers(options, cancellation),
            at => facts[at] = MaskFacts.Of(clean.Samples[at], pictures.Facts[at], dataset));
        var findings = new MaskFindings(dataset, facts, options);
        return new MaskExamination(dataset, pictures,
            [.. dataset.Errors, .. dataset.Warnings, .. pictures.Problems, .. outlines?.OfObjects() ?? [], .. findings.All()])
        {
            PixelsPerClass = findings.Pixels,
            IgnoredPixels = findings.Ignored,
            PixelsPerSample = findings.PerSample,
            BadObjects = outlines?.Bad ?? [],
            Bad = dataset.Samples.Where((_, at) => facts[at].Error is not null || pictures.Facts[at].Error is not null
                || outlines?.OtherSize.Contains(dataset.Samples[at].Name) == true).Select(sample => sample.Name).ToHashSet(StringComparer.Ordinal),
        };
    }
}
