namespace Graft.Tasks;

/// <summary>Measures a detector: COCO's metrics, curves, threshold, confusion and errors.</summary>
public static class DetectionMetrics
{
    /// <summary>Compares detections with what is there.</summary>
    /// <param name="classes">Class names in the order of the labels.</param>
    /// <param name="truth">The objects of each picture.</param>
    /// <param name="detections">The detections of each picture, in the same order, of all scores: a detector that keeps only sure ones looks worse than it is.</param>
    /// <param name="options">The usual ones when null.</param>
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
        var boxes = CocoEvaluation.Summarise(classes, matches, truth.Count, coco);
        var masks = options.Masks ? CocoEvaluation.Evaluate(classes, truth, detections, coco with { Overlap = OverlapKind.Masks, SizeByBox = true }) : null;
        return new DetectionReport
        {
            Classes = classes,
            Metrics =
            [
                .. masks?.Metrics.Select(CocoMetricTable.OfMasks) ?? [], .. boxes.Metrics,
                new(CocoMetricTable.BestF1, "best F1", f1) { Format = MetricFormat.Percent },
                new(CocoMetricTable.BestThreshold, "score threshold of the best F1", threshold) { Format = MetricFormat.Decimal },
            ],
            Pictures = truth.Count,
            Objects = lists.Sum(list => list.ObjectCount),
            Boxes = boxes,
            Masks = masks,
            Curves = [.. lists.Select((list, label) => ThresholdSearch.Curve(classes[label], list))],
            Confusion = ConfusionMatching.Run(classes.Count, truth, detections, options.Threshold ?? threshold, options.Workers),
            Errors = ErrorAnalysis.Run(classes.Count, truth, detections, options.Workers),
            IntervalMethod = boxes.IntervalMethod,
        };
    }
}
