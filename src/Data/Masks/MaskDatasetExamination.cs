using Graft.Imaging;

namespace Graft.Data;

/// <summary>Looks at every image and every mask before the first step.</summary>
internal static class MaskDatasetExamination
{
    /// <summary>
    /// Decodes every image and mask in parallel: undecodable files, sizes that disagree, values without a class, classes
    /// without pixels or in one split only, images of which no pixel counts, polygons drawn on another size, outside or of no area, copies
    /// across the splits. All is reported at once.
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
        var images = DatasetExamination.OfImages(AsImageDataset.Of(dataset), options, progress, cancellation);
        dataset = dataset with { Samples = [.. dataset.Samples.Select((sample, at) => sample with { Objects = Checked(sample, images.Facts[at]) })] };
        var objects = AsImageDataset.Polygons(dataset);
        var polygons = objects is null ? null : new ObjectFindings(objects, images, options);
        var clean = dataset.Paintable(polygons?.Bad ?? []);
        var facts = new MaskFacts[dataset.Samples.Count];
        Parallel.For(0, facts.Length, DatasetExamination.Workers(options, cancellation),
            at => facts[at] = polygons?.LeftOut.Contains(clean.Samples[at].Name) == true ? MaskFacts.OfBadImage
                : MaskFacts.Of(clean.Samples[at], images.Facts[at], dataset));
        var findings = new MaskFindings(dataset, facts, options);
        Problem[] ofAnnotations = objects is null ? [.. Turned(dataset, images)]
            : [.. polygons!.OfObjects(), .. PolygonExamination.Missing(objects, polygons.Bad, polygons.BrokenPolygons)
                .Select(problem => problem.Under(options.OnBadObject))];
        return new MaskExamination(dataset, images,
            [.. dataset.Errors.Select(error => error.Under(options.OnBadObject)), .. dataset.Warnings, .. images.Problems, .. ofAnnotations, .. findings.All()])
        {
            PixelsPerClass = findings.Pixels,
            IgnoredPixels = findings.Ignored,
            PixelsPerSample = findings.PerSample,
            BadObjects = polygons?.Bad ?? [],
            Bad = dataset.Samples.Where((_, at) => facts[at].Error is not null || images.Facts[at].Error is not null
                || polygons?.LeftOut.Contains(dataset.Samples[at].Name) == true).Select(sample => sample.Name).ToHashSet(StringComparer.Ordinal),
        };
    }

    private static IReadOnlyList<ObjectAnnotation>? Checked(MaskSample sample, SampleFacts facts) =>
        sample.Objects is null ? null : PolygonExamination.Checked(sample.Objects, facts);

    // The same as for boxes and polygons, which their findings tell.
    private static IEnumerable<Problem> Turned(MaskDataset dataset, Examination images)
    {
        string[] turned = [.. dataset.Samples.Where((_, at) => images.Facts[at] is { Error: null, Orientation: not 1 }).Select(sample => sample.Name)];
        if (TurnedImages.Warning(dataset.Root, turned) is { } warning) yield return warning;
    }
}
