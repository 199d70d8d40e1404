namespace Graft.Data;

/// <summary>Looks at every image and every object before the first step.</summary>
internal static class ObjectDatasetExamination
{
    /// <summary>
    /// Decodes every image in parallel and checks every object against it: missing and undecodable images, sizes that
    /// disagree (a camera's rotation among them), boxes without area or outside, broken polygons, masks of another size,
    /// objects annotated twice, classes without objects, copies across the splits. All is reported at once.
    /// </summary>
    /// <param name="dataset">What to examine.</param>
    /// <param name="options">How strictly.</param>
    /// <param name="progress">Told after every image, from any thread.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="ProblemsException">An option is out of range. Findings do not throw; see <see cref="ObjectExamination.ThrowIfErrors"/>.</exception>
    public static ObjectExamination Examine(ObjectDataset dataset, ExaminationOptions? options = null,
        IProgress<ExaminationProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new ExaminationOptions();
        var images = DatasetExamination.OfImages(AsImageDataset.Of(dataset), options, progress, cancellation);
        dataset = dataset with
        {
            Samples = [.. dataset.Samples.Select((sample, at) => sample with { Objects = PolygonExamination.Checked(sample.Objects, images.Facts[at]) })],
        };
        var findings = new ObjectFindings(dataset, images, options);
        var broken = findings.OfPolygons();
        var examination = new ObjectExamination(dataset, images, [])
        {
            Negatives = findings.Negatives,
            Clipped = findings.Clipped,
            BadObjects = findings.Bad,
            BadImages = findings.LeftOut,
            BrokenPolygons = (broken, findings.BrokenPolygons),
        };
        // Numbers of objects are those of the table, and of what is learned.
        var classes = options.JudgesClasses ? new ObjectClassFindings(dataset, examination.Usable(clip: false), options).All() : [];
        return examination with
        {
            Problems =
            [
                .. dataset.Errors.Select(error => error.Under(options.OnBadObject)), .. dataset.Warnings, .. images.Problems, .. findings.OfObjects(),
                .. classes, .. broken is null ? Array.Empty<Problem>() : [broken],
            ],
        };
    }
}
