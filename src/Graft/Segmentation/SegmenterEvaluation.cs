using Graft.Data;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>A model file's answers to images with masks, by the path a user's program takes: Runtime alone, at the images' own size.</summary>
internal static class SegmenterEvaluation
{
    /// <summary>Every metric of the task.</summary>
    /// <param name="predictor">An open model.</param>
    /// <param name="samples">Images with masks in the order of the model's classes.</param>
    /// <param name="ignore">The mask value that does not count.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <param name="progress">Told after every image.</param>
    /// <param name="cancellation">Stops between images.</param>
    public static SegmentationReport Measure(SegmentationPredictor predictor, IReadOnlyList<MaskSample> samples, byte ignore, ulong seed, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var metrics = new SegmentationMetrics(predictor.Manifest.Classes, new SegmentationMetricsOptions { Seed = seed });
        var clock = new WorkClock("measuring", samples.Count, progress);
        var at = 0;
        foreach (var prediction in predictor.Predict(samples.Select(sample => sample.Path)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (prediction.Failure is not null) throw prediction.Failure;
            metrics.Add(TruthOf(samples[at++], ignore, prediction.Map!), prediction.Map!);
            clock.Advance(1);
        }
        return metrics.Report();
    }

    /// <summary>The true classes of a sample.</summary>
    public static ClassMap TruthOf(MaskSample sample, byte ignore, ClassMap like)
    {
        var truth = DecodedMaskSample.Load(sample, ignore).Map;
        return (truth.Width, truth.Height) == (like.Width, like.Height) ? truth
            : throw new GraftException($"The mask of {sample.Name} is {truth.Width} x {truth.Height} pixels, the image {like.Width} x {like.Height}.", "Expected the same size.");
    }
}
