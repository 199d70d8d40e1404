using System.Text.Json;
using Graft.Data;
using Graft.Imaging;
using Graft.Networks;
using Graft.Training;

namespace Graft;

/// <summary>What the trainer is given for a segmentation network.</summary>
internal static class SegmenterFit
{
    /// <summary>Trains without a run.</summary>
    /// <exception cref="GraftException">Bad options, unreadable images, or a loss that is not finite.</exception>
    public static FitResult Run(SegmentFitTask task, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default) =>
        GradientFit.Run(task.Request, JobOf(task), task.Request.PlanFor(task.Model.Graph), progress, cancellation);

    private static MaskCanvas CanvasOf(SegmentFitTask task) =>
        new(task.Sizes.CropWidth, task.Sizes.CropHeight, task.Sizes.Shorter, Colour.Mean(task.Model.Preprocess));

    /// <summary>The training images as the trainer gets them.</summary>
    public static MaskImages TrainingImages(SegmentFitTask task)
    {
        var contract = task.Sizes.Contract(task.Model.Preprocess);
        var augmenter = new MaskAugmenter(task.Request.Augmentation, CanvasOf(task));
        return new(task.Train, contract, task.IgnoreValue, augmenter, task.Request.Seed);
    }

    /// <summary>The job without a place on the disk.</summary>
    public static TrainingJob JobOf(SegmentFitTask task)
    {
        var (request, sizes) = (task.Request, task.Sizes);
        var contract = sizes.Contract(task.Model.Preprocess);
        var validation = task.Validation.Count > 0 ? new MaskFrames(task.Validation, contract, task.IgnoreValue) : null;
        return new TrainingJob
        {
            Graph = task.Model.Graph,
            Parameters = task.Model.Parameters,
            Phases = request.PlanFor(task.Model.Graph).Phases,
            Options = request.OptionsFor(task.Train.Count, task.PixelsPerClass is { } pixels ? WeightsOf(pixels) : null),
            Task = new SegmentationTask(request.Loss),
            Train = TrainingImages(task),
            Validation = validation,
            Preprocess = contract with { Width = sizes.CropWidth, Height = sizes.CropHeight, ResizeShorter = 0, ResizeLonger = 0, SizeMultiple = 0 },
            ValidationPreprocess = validation?.Room ?? contract,
            Classes = task.Classes,
            IsPretrained = request.Strategy != Strategy.Scratch,
            FreshLayers = task.Model.FreshLayers,
            DataFingerprint = task.DataFingerprint ?? "",
            Ranks = request.RankOptions,
            Augmentation = JsonSerializer.Serialize(new { Options = request.Augmentation, Canvas = CanvasOf(task) }, Json.Compact),
        };
    }

    /// <summary>
    /// The inverse square root of each class's pixels, 1 on average. The full inverse would give a class of a few pixels a thousand times the
    /// weight of the background. A class without pixels has the average weight: it is in the loss only where labels are smoothed.
    /// </summary>
    public static IReadOnlyList<double> WeightsOf(IReadOnlyList<long> pixels)
    {
        var mean = pixels.Where(count => count > 0).Select(count => 1 / Math.Sqrt(count)).DefaultIfEmpty(1).Average();
        return [.. pixels.Select(count => count > 0 ? 1 / Math.Sqrt(count) / mean : 1)];
    }
}
