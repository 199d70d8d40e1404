using Graft.Imaging;

namespace Graft.Data;

/// <summary>Looks at every image and every mask before the first step.</summary>
public static class MaskDatasetExamination
{
    /// <summary>
    /// Decodes every image and mask in parallel: undecodable files, sizes that disagree, values without a class, classes
    /// without pixels or in one split only, images of which no pixel counts, polygons drawn on another size, outside or of no area, copies across the splits. All is reported at once.
    /// </summary>
    /// <param name="dataset">What to examine.</param>
    /// <param name="options">How strictly; a bad mask is treated as a bad image.</param>
    /// <param name="progress">Told after every image, from any thread.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="ProblemsException">An option is out of range. Findings do not throw; see <see cref="MaskExamination.ThrowIfErrors"/>.</exception>
    public static MaskExamination Examine(MaskDataset dataset, ExaminationOptions? options = null,
        IProgress<ExaminationProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new ExaminationOptions();
        OptionsCheck.Throw("The examination", options);
        var images = DatasetExamination.Look(AsImageDataset.Of(dataset), options, progress, cancellation);
        images = images with { Problems = [.. new Findings(images, options).OfImages()] };
        var polygons = AsImageDataset.Polygons(dataset) is { } objects ? new ObjectFindings(objects, images, options) : null;
        var clean = polygons is null ? dataset : dataset.WithoutObjects(polygons.Bad);
        var facts = new MaskFacts[dataset.Samples.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Workers == 0 ? -1 : options.Workers, CancellationToken = cancellation };
        Parallel.For(0, facts.Length, parallel, at => facts[at] = MaskFacts.Of(clean.Samples[at], images.Facts[at], dataset));
        var findings = new MaskFindings(dataset, facts, options);
        return new MaskExamination(dataset, images, [.. dataset.Errors, .. dataset.Warnings, .. images.Problems, .. polygons?.OfObjects() ?? [], .. findings.All()])
        {
            PixelsPerClass = findings.Pixels,
            IgnoredPixels = findings.Ignored,
            PixelsPerSample = findings.PerSample,
            BadObjects = polygons?.Bad ?? [],
            Bad = dataset.Samples.Where((_, at) => facts[at].Error is not null || images.Facts[at].Error is not null || polygons?.OtherSize.Contains(dataset.Samples[at].Name) == true).Select(sample => sample.Name).ToHashSet(StringComparer.Ordinal),
        };
    }
}
