namespace Graft.Tasks;

/// <summary>
/// COCO's evaluation of detections (Lin et al., arXiv:1405.0312), with the numbers that pycocotools gives: crowds forgive,
/// objects of other sizes neither count nor punish, equal scores keep the order of the images.
/// </summary>
public static class CocoEvaluation
{
    /// <summary>Compares detections with what is there.</summary>
    /// <param name="classes">Class names in the order of the labels.</param>
    /// <param name="truth">The objects of each image; an empty list is an image without any.</param>
    /// <param name="detections">The detections of each image, in the same order of images.</param>
    /// <param name="options">COCO's rules for boxes when null.</param>
    /// <exception cref="GraftException">The lists do not belong together, a label is out of range, a score is no number, or a mask is missing or of another size.</exception>
    public static CocoReport Evaluate(IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<TrueObject>> truth,
        IReadOnlyList<IReadOnlyList<Detection>> detections, CocoOptions? options = null)
    {
        options ??= new CocoOptions();
        DetectionInput.Check(classes, truth, detections, options.Overlap);
        return Summarise(classes, CocoMatching.Run(classes.Count, truth, detections, options), truth.Count, options);
    }

    internal static CocoReport Summarise(IReadOnlyList<string> classes, ClassMatches[,] matches, int images, CocoOptions options)
    {
        var summary = new CocoSummary(classes, matches, options.Workers);
        var report = new CocoReport(summary.Metrics(), [], images) { Overlap = options.Overlap };
        var intervals = options.Resamples > 0 && images > 0 ? new CocoBootstrap(matches, images, options).Run() : null;
        return report with
        {
            PerClass = [.. Enumerable.Range(0, classes.Count).Select(label => summary.Class(label) with { APInterval = intervals?.Class(label) })],
            APInterval = intervals?.AP,
            AP50Interval = intervals?.AP50,
            AP75Interval = intervals?.AP75,
            IntervalMethod = intervals?.Method ?? "",
        };
    }
}
