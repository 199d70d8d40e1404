using Graft.Data;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>Runs an exported detector over annotated images.</summary>
internal static class DetectorEvaluation
{
    private const int Resamples = 200;

    /// <summary>Reads the data, examines the split to measure and measures it: boxes and, where model and data have them, masks.</summary>
    /// <exception cref="GraftException">Bad model file, bad data, or classes the model does not know.</exception>
    public static Evaluated Run(EvaluationRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        using var predictor = DetectionPredictor.Open(request.Model, new RuntimeOptions { BatchSize = request.Batch ?? 1 });
        var (examination, split, masks) = Examine(request, predictor.Manifest.Classes, predictor.HasMasks, cancellation);
        var dataset = examination.Dataset;
        var samples = examination.Usable().Samples;
        MeasuredSplit.Require(request, samples.Count);
        var measuring = new Measuring(MeasuredSplit.NameOf(split), request.Seed, progress, cancellation) { Examination = examination.Images };
        var categories = dataset.Format == DatasetFormat.Coco ? dataset.CategoryIds : predictor.Manifest.CategoryIds;
        var problems = examination.Problems.Concat(Missing(request, predictor.HasMasks && !masks));
        return Evaluated.Of(DetectorSplit.Measure(predictor, samples, masks, measuring, categories), [.. problems],
            predictor.Manifest, examination.Images, samples.Select(sample => sample.Name));
    }

    /// <summary>Reads the data and examines the split to measure, for masks where model and data have them.</summary>
    /// <exception cref="GraftException">Bad data, or classes the model does not know.</exception>
    public static (ObjectExamination Examination, string? Split, bool Masks) Examine(
        EvaluationRequest request, IReadOnlyList<string> classes, bool hasMasks, CancellationToken cancellation)
    {
        var dataset = ObjectReader.Read(request.Data, Preparation.ReadingOf(request, classes, cancellation));
        var split = MeasuredSplit.Of(request, dataset.Samples.Select(sample => sample.Split));
        var measured = split is null ? dataset : dataset.Where(sample => sample.Split == split);
        // The examination looks for objects to learn in the training split; here this split is all there is.
        measured = measured with { Samples = [.. measured.Samples.Select(sample => sample with { Split = null })] };
        var examination = ObjectDatasetExamination.Examine(measured, Preparation.OptionsOf(request), cancellation: cancellation);
        var masks = hasMasks && PolygonExamination.HasPolygons(measured);
        if (masks) examination = PolygonExamination.Require(examination, request.OnBadImage);
        examination.ThrowIfErrors();
        return (examination, split, masks);
    }

    /// <summary>The predictions for the samples, in their order.</summary>
    public static IReadOnlyList<DetectionPrediction> Predict(
        DetectionPredictor predictor, IReadOnlyList<ObjectSample> samples, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var clock = new WorkClock("measuring", samples.Count, progress);
        List<DetectionPrediction> predictions = new(samples.Count);
        foreach (var prediction in predictor.Predict(samples.Select(sample => sample.Path)))
        {
            cancellation.ThrowIfCancellationRequested();
            predictions.Add(prediction);
            clock.Advance(1);
        }
        return predictions;
    }

    /// <summary>All metrics, COCO's with intervals.</summary>
    /// <param name="predictions">What was found.</param>
    /// <param name="samples">What is there, in the same order.</param>
    /// <param name="classes">Class names.</param>
    /// <param name="measuring">Seed of the resampling, and which images are copies.</param>
    /// <param name="masks">Whether masks are compared too; objects without a polygon must be ignored then.</param>
    public static DetectionReport Report(
        IReadOnlyList<DetectionPrediction> predictions, IReadOnlyList<ObjectSample> samples, IReadOnlyList<string> classes, Measuring measuring,
        bool masks) =>
        DetectionMetrics.Report(classes, [.. samples.Select(sample => SceneTruth.Of(sample, masks))], [.. predictions.Select(Detections)],
            OptionsOf(samples, measuring, masks));

    /// <summary>The main metric of predictions less that of others.</summary>
    /// <param name="predictions">What was found.</param>
    /// <param name="others">What another file found.</param>
    /// <param name="samples">What is there, in the same order.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="measuring">Seed of the resampling, and which images are copies.</param>
    /// <param name="masks">Whether masks are compared.</param>
    public static PairedAnswer Less(IReadOnlyList<DetectionPrediction> predictions, IReadOnlyList<DetectionPrediction> others,
        IReadOnlyList<ObjectSample> samples, int classes, Measuring measuring, bool masks) =>
        DetectionMetrics.Less(classes, [.. samples.Select(sample => SceneTruth.Of(sample, masks))], [.. predictions.Select(Detections)],
            [.. others.Select(Detections)], OptionsOf(samples, measuring, masks));

    private static DetectionReportOptions OptionsOf(IReadOnlyList<ObjectSample> samples, Measuring measuring, bool masks) => new()
    {
        Resamples = Resamples,
        Seed = measuring.Seed,
        Units = measuring.UnitsOf(samples.Select(sample => sample.Name)),
        Masks = masks,
    };

    private static IEnumerable<Problem> Missing(EvaluationRequest request, bool hasOnlyBoxes) => hasOnlyBoxes
        ? [new Problem(request.Data, "The objects have no polygons, so boxes alone are measured.", "Annotate polygons to measure masks.", IsWarning: true)]
        : [];

    /// <summary>A prediction as detections.</summary>
    public static IReadOnlyList<Detection> Detections(DetectionPrediction prediction) =>
        [.. prediction.Objects.Select(found => new Detection(found.Box, found.Label, found.Score) { Mask = found.Mask })];
}
