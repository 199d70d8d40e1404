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

    /// <summary>The random changes of a preset, with the crop of the sizes.</summary>
    public static MaskAugmentationOptions AugmentationOf(string preset, SegmentationSizes sizes)
    {
        var options = preset switch
        {
            "light" => MaskAugmentationOptions.Standard with { Scale = new(0.75, 1.5) },
            "standard" => MaskAugmentationOptions.Standard,
            "strong" => MaskAugmentationOptions.Standard with { Rotation = 15, Brightness = 0.4, Contrast = 0.4, Saturation = 0.4, Hue = 0.05 },
            _ => MaskAugmentationOptions.None,
        };
        return options with { BaseSize = sizes.Shorter, CropWidth = sizes.CropWidth, CropHeight = sizes.CropHeight };
    }

    /// <summary>The training images as the trainer gets them.</summary>
    public static MaskPictures TrainingImages(SegmentFitTask task)
    {
        var contract = task.Sizes.Contract(task.Model.Preprocess);
        return new(task.Train, contract, task.IgnoreValue, AugmentationOf(task.Request.Augment, task.Sizes) with { Fill = FittedImage.FillOf(contract) }, task.Request.Seed);
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
            Augmentation = JsonSerializer.Serialize(AugmentationOf(request.Augment, sizes), Json.Compact),
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
