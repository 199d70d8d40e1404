using System.ComponentModel.DataAnnotations;
using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Measures a detector: COCO's metrics, curves, threshold, confusion and errors.</summary>
internal static class DetectionMetrics
{
    /// <summary>Compares detections with what is there.</summary>
    /// <param name="classes">Class names in the order of the labels.</param>
    /// <param name="truth">The objects of each image.</param>
    /// <param name="detections">
    /// The detections of each image, in the same order, of all scores: a detector that keeps only sure ones looks worse than it is.
    /// </param>
    /// <param name="options">The default when null.</param>
    /// <exception cref="GraftException">The lists do not belong together; see <see cref="CocoEvaluation.Evaluate"/>.</exception>
    public static DetectionReport Report(IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<ObjectAnnotation>> truth,
        IReadOnlyList<IReadOnlyList<Detection>> detections, DetectionReportOptions? options = null)
    {
        options ??= new DetectionReportOptions();
        OptionsCheck.Throw("The evaluation", options);
        var coco = options.Coco;
        DetectionInput.Check(classes, truth, detections, OverlapKind.Boxes);
        var matches = CocoMatching.Run(classes.Count, truth, detections, coco);
        ClassMatches[] lists = [.. Enumerable.Range(0, classes.Count).Select(label => matches[label, CocoScale.AllSizes])];
        var all = ThresholdSearch.Curve("all classes", lists);
        var boxes = CocoEvaluation.Summarise(classes, matches, truth.Count, coco);
        var masks = options.Masks ? CocoEvaluation.Evaluate(classes, truth, detections, coco with { Overlap = OverlapKind.Masks, SizeByBox = true }) : null;
        return new DetectionReport
        {
            Classes = classes,
            Metrics =
            [
                .. masks?.Metrics.Select(CocoMetricTable.OfMasks) ?? [], .. boxes.Metrics,
                new(CocoMetricTable.BestF1, "best F1", all.BestF1) { Format = MetricFormat.Percent },
                new(CocoMetricTable.BestThreshold, "score threshold of the best F1", all.BestThreshold) { Format = MetricFormat.Decimal },
            ],
            Images = truth.Count,
            Objects = lists.Sum(list => list.ObjectCount),
            Boxes = boxes,
            Masks = masks,
            Curves = [.. lists.Select((list, label) => ThresholdSearch.Curve(classes[label], [list]))],
            AllClasses = all,
            Confusion = ConfusionMatching.Run(classes.Count, truth, detections, options.Threshold ?? all.BestThreshold, options.Workers),
            Errors = ErrorAnalysis.Run(classes.Count, truth, detections, options.Workers),
            IntervalMethod = boxes.IntervalMethod,
        };
    }

    /// <summary>The main metric of detections less that of others on the same images: of masks where they are compared, otherwise of boxes.</summary>
    /// <param name="classes">Number of classes.</param>
    /// <param name="truth">The objects of each image.</param>
    /// <param name="detections">The detections of each image.</param>
    /// <param name="others">Those of the other model.</param>
    /// <param name="options">Resamples, seed, copies, and whether masks are compared.</param>
    public static PairedAnswer Less(int classes, IReadOnlyList<IReadOnlyList<ObjectAnnotation>> truth, IReadOnlyList<IReadOnlyList<Detection>> detections,
        IReadOnlyList<IReadOnlyList<Detection>> others, DetectionReportOptions options)
    {
        var coco = options.Masks ? options.Coco with { Overlap = OverlapKind.Masks, SizeByBox = true } : options.Coco;
        return CocoResample.Difference(CocoMatching.Run(classes, truth, detections, coco), CocoMatching.Run(classes, truth, others, coco), truth.Count, coco,
            CocoMetricTable.Table.Rows[0].Value);
    }
}

/// <summary>How <see cref="DetectionMetrics"/> measures.</summary>
internal sealed record DetectionReportOptions
{
    /// <summary>Score from which the confusion matrix counts detections, 0..1; null takes the best one found.</summary>
    [Range(0.0, 1.0)] public double? Threshold { get; init; }

    /// <summary>True compares masks too; every object and every detection needs one.</summary>
    public bool Masks { get; init; }

    /// <summary>Bootstrap resamples for the intervals, 0 (none) to 100 000.</summary>
    [Resamples] public int Resamples { get; init; } = 200;

    /// <summary>Share of repetitions that an interval should hold the value in.</summary>
    [ConfidenceLevel] public double Level { get; init; } = 0.95;

    /// <summary>Seed of the resampling.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads; 0 for as many as there are cores. The metrics are the same for any number.</summary>
    public int Workers { get; init; }

    /// <summary>The unit of each image, see <see cref="CopyUnits"/>: copies of one another count as one. Null where there are none.</summary>
    public IReadOnlyList<int>? Units { get; init; }

    internal CocoOptions Coco => new() { Resamples = Resamples, Level = Level, Seed = Seed, Units = Units, Workers = Workers };
}
