namespace Graft.Tasks;

/// <summary>
/// COCO's evaluation of detections (Lin et al., arXiv:1405.0312), with the numbers that pycocotools gives: crowds forgive,
/// objects of other sizes neither count nor punish, equal scores keep the order of the pictures.
/// </summary>
public static class CocoEvaluation
{
    /// <summary>Key of the AP of each class.</summary>
    internal const string ClassAP = "AP";

    /// <summary>Compares detections with what is there.</summary>
    /// <param name="classes">Class names in the order of the labels.</param>
    /// <param name="truth">The objects of each picture; an empty list is a picture without any.</param>
    /// <param name="detections">The detections of each picture, in the same order of pictures.</param>
    /// <param name="options">COCO's rules for boxes when null.</param>
    /// <exception cref="GraftException">
    /// The lists do not belong together, a label is out of range, a score is no number, or a mask is missing or of another size.
    /// </exception>
    public static CocoReport Evaluate(IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<TrueObject>> truth,
        IReadOnlyList<IReadOnlyList<Detection>> detections, CocoOptions? options = null)
    {
        options ??= new CocoOptions();
        DetectionInput.Check(classes, truth, detections, options.Overlap);
        return Summarise(classes, CocoMatching.Run(classes.Count, truth, detections, options), truth.Count, options);
    }

    internal static CocoReport Summarise(IReadOnlyList<string> classes, ClassMatches[,] matches, int pictures, CocoOptions options)
    {
        var summary = new CocoSummary(classes, matches, options.Workers);
        var intervals = options.Resamples > 0 && pictures > 0 ? CocoResample.Run(matches, pictures, options) : ResampledIntervals.None;
        CocoClassResult[] perClass = [.. classes.Select((_, label) => summary.Class(label) with { APInterval = intervals[ClassAP, label] })];
        return new CocoReport(CocoMetricTable.Table.Measure(summary, (row, _) => intervals[row.Key]), perClass, pictures)
        {
            Overlap = options.Overlap,
            IntervalMethod = intervals.Method,
        };
    }
}
