using Graft.Data;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>Runs an exported detector over annotated images.</summary>
internal static class DetectorEvaluation
{
    private const int Resamples = 200;

    /// <summary>The predictions for the samples, in their order.</summary>
    public static IReadOnlyList<DetectionPrediction> Predict(DetectionPredictor predictor, IReadOnlyList<ObjectSample> samples, IProgress<RunEvent>? progress, CancellationToken cancellation)
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
    /// <param name="seed">Decides the resampling.</param>
    /// <param name="masks">Whether masks are compared too; objects without a polygon must be ignored then.</param>
    public static DetectionReport Report(IReadOnlyList<DetectionPrediction> predictions, IReadOnlyList<ObjectSample> samples, IReadOnlyList<string> classes, ulong seed, bool masks) =>
        DetectionMetrics.Report(classes, [.. samples.Select(sample => SceneTruth.Of(sample, masks))], [.. predictions.Select(Detections)],
            new DetectionReportOptions { Resamples = Resamples, Seed = seed, Masks = masks });

    /// <summary>A prediction as detections.</summary>
    public static IReadOnlyList<Detection> Detections(DetectionPrediction prediction) =>
        [.. prediction.Objects.Select(found => new Detection(found.Box, found.Label, found.Score) { Mask = found.Mask })];
}
