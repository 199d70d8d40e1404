namespace Graft.Data;

/// <summary>Looks at every image and every object before the first step.</summary>
public static class ObjectDatasetExamination
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
        OptionsCheck.Throw("The examination", options);
        var images = DatasetExamination.Look(AsImageDataset.Of(dataset), options, progress, cancellation);
        images = images with { Problems = [.. new Findings(images, options).OfImages()] };
        var findings = new ObjectFindings(dataset, images, options);
        Problem[] problems = [.. dataset.Errors, .. dataset.Warnings, .. images.Problems, .. findings.All()];
        return new ObjectExamination(dataset, images, problems) { Negatives = findings.Negatives, Clipped = findings.Clipped, BadObjects = findings.Bad, BadImages = findings.OtherSize };
    }
}
