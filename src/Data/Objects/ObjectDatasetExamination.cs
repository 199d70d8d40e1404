namespace Graft.Data;

/// <summary>Looks at every picture and every object before the first step.</summary>
internal static class ObjectDatasetExamination
{
    /// <summary>
    /// Decodes every picture in parallel and checks every object against it: missing and undecodable pictures, sizes that
    /// disagree (a camera's rotation among them), boxes without area or outside, broken outlines, masks of another size,
    /// objects annotated twice, classes without objects, copies across the sides. All is reported at once.
    /// </summary>
    /// <param name="dataset">What to examine.</param>
    /// <param name="options">How strictly.</param>
    /// <param name="progress">Told after every picture, from any thread.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    /// <exception cref="ProblemsException">An option is out of range. Findings do not throw; see <see cref="ObjectExamination.ThrowIfErrors"/>.</exception>
    public static ObjectExamination Examine(ObjectDataset dataset, ExaminationOptions? options = null,
        IProgress<ExaminationProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new ExaminationOptions();
        var pictures = DatasetExamination.OfPictures(PlainPictures.Of(dataset), options, progress, cancellation);
        var findings = new ObjectFindings(dataset, pictures, options);
        Problem[] problems = [.. dataset.Errors, .. dataset.Warnings, .. pictures.Problems, .. findings.All()];
        return new ObjectExamination(dataset, pictures, problems)
        { Negatives = findings.Negatives, Clipped = findings.Clipped, BadObjects = findings.Bad, BadPictures = findings.OtherSize };
    }
}
