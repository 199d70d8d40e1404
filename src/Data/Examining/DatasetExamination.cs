namespace Graft.Data;

/// <summary>Looks at every image before the first step, so that nothing stops a run half-way.</summary>
public static class DatasetExamination
{
    /// <summary>
    /// Reads and decodes every image in parallel and reports everything at once: undecodable files, classes too small,
    /// imbalance, tiny images, copies, copies across the user's splits and copies under two labels.
    /// </summary>
    /// <param name="dataset">What to examine.</param>
    /// <param name="options">How strictly.</param>
    /// <param name="progress">Told after every image, from any thread.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="ProblemsException">An option is out of range. Findings do not throw; see <see cref="Examination.ThrowIfErrors"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Examination Examine(ImageDataset dataset, ExaminationOptions? options = null,
        IProgress<ExaminationProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new ExaminationOptions();
        OptionsCheck.Throw("The examination", options);
        var examination = Look(dataset, options, progress, cancellation);
        return examination with { Problems = [.. dataset.Warnings, .. new Findings(examination, options).All()] };
    }

    /// <summary>Decodes and compares; the problems are still to be told.</summary>
    internal static Examination Look(ImageDataset dataset, ExaminationOptions options, IProgress<ExaminationProgress>? progress, CancellationToken cancellation)
    {
        var count = dataset.Samples.Count;
        var (facts, thumbnails, done) = (new SampleFacts[count], new float[count][], 0);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Workers == 0 ? -1 : options.Workers, CancellationToken = cancellation };
        Parallel.For(0, count, parallel, at =>
        {
            (facts[at], thumbnails[at]) = ImageExaminer.Examine(dataset.Samples[at], options.Decode);
            progress?.Report(new ExaminationProgress(Interlocked.Increment(ref done), count));
        });
        return new Examination(dataset, facts, CopyFinder.Identical(facts), CopyFinder.Near(facts, thumbnails, options.NearDuplicateBits), []);
    }
}
