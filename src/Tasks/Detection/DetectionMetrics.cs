namespace Graft.Tasks;

/// <summary>Measures a detector: COCO's metrics, curves, threshold, confusion and errors.</summary>
public static class DetectionMetrics
{
    /// <summary>Compares detections with what is there.</summary>
    /// <param name="classes">Class names in the order of the labels.</param>
    /// <param name="truth">The objects of each image.</param>
    /// <param name="detections">The detections of each image, in the same order, of all scores: a detector that keeps only sure ones looks worse than it is.</param>
    /// <param name="options">The default when null.</param>
    /// <exception cref="GraftException">The lists do not belong together; see <see cref="CocoEvaluation.Evaluate"/>.</exception>
    public static DetectionReport Report(IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<TrueObject>> truth,
        IReadOnlyList<IReadOnlyList<Detection>> detections, DetectionReportOptions? options = null)
    {
        options ??= new DetectionReportOptions();
        var coco = new CocoOptions { Resamples = options.Resamples, Level = options.Level, Seed = options.Seed, Workers = options.Workers };
        DetectionInput.Check(classes, truth, detections, OverlapKind.Boxes);
        var matches = CocoMatching.Run(classes.Count, truth, detections, coco);
        ClassMatches[] lists = [.. Enumerable.Range(0, classes.Count).Select(label => matches[label, CocoScale.AllSizes])];
        var (threshold, f1) = ThresholdSearch.Best(lists);
        return new DetectionReport
        {
            Classes = classes,
            Images = truth.Count,
            Objects = lists.Sum(list => list.ObjectCount),
            Boxes = CocoEvaluation.Summarise(classes, matches, truth.Count, coco),
            Masks = options.Masks ? CocoEvaluation.Evaluate(classes, truth, detections, coco with { Overlap = OverlapKind.Masks, SizeByBox = true }) : null,
            Curves = [.. lists.Select((list, label) => ThresholdSearch.Curve(classes[label], list))],
            BestThreshold = threshold,
            BestF1 = f1,
            Confusion = ConfusionMatching.Run(classes.Count, truth, detections, options.Threshold ?? threshold, options.Workers),
            Errors = ErrorAnalysis.Run(classes.Count, truth, detections, options.Workers),
        };
    }
}
