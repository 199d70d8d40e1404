using Graft.Data;
using Graft.Imaging;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>A model file's answers to images with masks, by the path a user's program takes: Runtime alone, at the images' own size.</summary>
internal static class SegmenterEvaluation
{
    /// <summary>Reads the data, examines the split to measure and measures it.</summary>
    /// <exception cref="GraftException">Bad model file, bad data, or classes the model does not know.</exception>
    public static Evaluated Run(EvaluationRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        using var predictor = SegmentationPredictor.Open(request.Model, tiling: request.Tiling ?? new TilingOptions());
        var (examination, split) = Examine(request, predictor.Manifest.Classes, cancellation);
        var dataset = examination.Dataset;
        var samples = examination.Usable().Samples;
        MeasuredSplit.Require(request, samples.Count);
        var measuring = new Measuring(MeasuredSplit.NameOf(split), request.Seed, progress, cancellation) { Examination = examination.Images };
        return Evaluated.Of(SegmenterSplit.Measure(predictor, samples, dataset, measuring), [.. examination.Problems, .. predictor.Notes()],
            predictor.Manifest, examination.Images, samples.Select(sample => sample.Name));
    }

    /// <summary>Reads the data and examines the split to measure.</summary>
    /// <exception cref="GraftException">Bad data, or classes the model does not know.</exception>
    public static (MaskExamination Examination, string? Split) Examine(EvaluationRequest request, IReadOnlyList<string> classes, CancellationToken cancellation)
    {
        var dataset = MaskReader.Read(request.Data, Preparation.ReadingOf(request, classes, cancellation));
        var split = MeasuredSplit.Of(request, dataset.Samples.Select(sample => sample.Split));
        var measured = split is null ? dataset : dataset.Where(sample => sample.Split == split);
        var examination = MaskDatasetExamination.Examine(measured, Preparation.OptionsOf(request), cancellation: cancellation);
        examination.ThrowIfErrors();
        return (examination, split);
    }

    /// <summary>The counts that every metric of the task is computed from.</summary>
    /// <param name="predictor">An open model.</param>
    /// <param name="samples">Images with masks in the order of the model's classes.</param>
    /// <param name="ignore">The mask value that does not count.</param>
    /// <param name="measuring">Seed of the bootstrap, which images are copies, and who hears of it.</param>
    public static SegmentationMetrics Measure(SegmentationPredictor predictor, IReadOnlyList<MaskSample> samples, byte ignore, Measuring measuring)
    {
        var units = measuring.UnitsOf(samples.Select(sample => sample.Name));
        var metrics = new SegmentationMetrics(predictor.Manifest.Classes, new SegmentationMetricsOptions { Seed = measuring.Seed, Units = units });
        var clock = new WorkClock("measuring", samples.Count, measuring.Progress);
        var at = 0;
        foreach (var prediction in predictor.Predict(samples.Select(sample => sample.Path)))
        {
            measuring.Cancellation.ThrowIfCancellationRequested();
            metrics.Add(TruthOf(samples[at++], ignore, prediction.Map!), prediction.Map!);
            clock.Advance(1);
        }
        return metrics;
    }

    /// <summary>The true classes of a sample.</summary>
    public static ClassMap TruthOf(MaskSample sample, byte ignore, ClassMap like)
    {
        var truth = DecodedMaskSample.Load(sample, ignore).Map;
        return (truth.Width, truth.Height) == (like.Width, like.Height) ? truth
            : throw new GraftException($"The mask of {sample.Name} is {truth.Width} x {truth.Height} pixels, the image {like.Width} x {like.Height}.",
                "Expected the same size.");
    }
}
