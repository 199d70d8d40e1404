using System.Diagnostics;
using System.Text.Json;
using Graft.Data;
using Graft.Imaging;
using Graft.Networks;
using Graft.Training;

namespace Graft;

/// <summary>Fits a segmentation network by one of the strategies. Knows neither run folders nor reports.</summary>
public static class SegmenterFit
{
    private const double DefaultRate = 1e-3, DefaultSgdRate = 2e-2, DefaultDecay = 0.3;

    /// <summary>Trains.</summary>
    /// <exception cref="GraftException">Bad options, unreadable images, or a loss that is not finite.</exception>
    public static FitResult Run(SegmentFitTask task, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        var plan = PlanOf(task.Request, task.Model.Graph);
        var seconds = task.Request.SecondsLimit;
        using var limit = seconds > 0 ? new CancellationTokenSource(TimeSpan.FromSeconds(seconds)) : null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit?.Token ?? default);
        var observer = new TrainingEvents(plan, progress, seconds > 0 ? seconds : double.PositiveInfinity, task.Request.Shown((SegmentationValidationMetrics.MeanIoU, "mean IoU")));
        var result = new Trainer().Train(JobOf(task, plan), observer, either.Token);
        List<string> notes = [];
        if (result.Stopped == StopReason.NoImprovement) notes.Add("stopped early: the monitored metric did not improve");
        if (limit?.IsCancellationRequested == true) notes.Add("stopped at the time limit");
        return new FitResult(result.Best, observer.RecordsOf(result), watch.Elapsed, notes) { Metrics = result.BestMetrics, IsCancelled = cancellation.IsCancellationRequested };
    }

    /// <summary>The phases of a request for a network.</summary>
    public static TransferPlan PlanOf(SegmentRequest request, Graph graph) => TransferPlan.For(request.Strategy, new TransferOptions
    {
        Epochs = request.Epochs,
        LearningRate = request.LearningRate > 0 ? request.LearningRate : request.Optimizer == "sgd" ? DefaultSgdRate : DefaultRate,
        DecayPerStage = request.LayerDecay > 0 ? request.LayerDecay : request.Strategy == Strategy.Scratch ? null : DefaultDecay,
        Freeze = request.Freeze ?? EarlyStages.LastOf(graph),
        Optimizer = GradientFit.KindOf(request.Optimizer),
    }, graph);

    /// <summary>The random changes of a preset, with the crop of the sizes.</summary>
    internal static MaskAugmentationOptions AugmentationOf(string preset, SegmentationSizes sizes)
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

    /// <summary>The images to learn from, as the network gets them.</summary>
    internal static MaskImages TrainingImages(SegmentFitTask task)
    {
        var contract = task.Sizes.Contract(task.Model.Preprocess);
        return new(task.Train, contract, task.IgnoreValue, AugmentationOf(task.Request.Augment, task.Sizes) with { Fill = FittedImage.FillOf(contract) }, task.Request.Seed);
    }

    private static TrainingJob JobOf(SegmentFitTask task, TransferPlan plan)
    {
        var (request, sizes) = (task.Request, task.Sizes);
        var contract = sizes.Contract(task.Model.Preprocess);
        var validation = task.Validation.Count > 0 ? new MaskFrames(task.Validation, contract, task.IgnoreValue) : null;
        return new TrainingJob
        {
            Graph = task.Model.Graph,
            Parameters = task.Model.Parameters,
            Phases = plan.Phases,
            Options = OptionsOf(task),
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
            CheckpointFolder = task.CheckpointFolder,
            Resume = request.Resume,
        };
    }

    private static TrainingOptions OptionsOf(SegmentFitTask task) => new()
    {
        Seed = task.Request.Seed,
        BatchSize = Math.Min(task.Request.Batch, task.Train.Count),
        AccumulateBatches = task.Request.Accumulate,
        ClipNorm = task.Request.ClipNorm,
        Monitor = task.Request.MonitoredMetric,
        Optimizer = new OptimizerOptions { Kind = GradientFit.KindOf(task.Request.Optimizer), WeightDecay = task.Request.WeightDecay },
        WarmupEpochs = task.Request.WarmupEpochs,
        RateDecay = task.Request.Schedule == "cosine" ? RateDecay.Cosine : RateDecay.Polynomial,
        LabelSmoothing = task.Request.LabelSmoothing,
        AuxiliaryWeight = task.Request.AuxiliaryWeight,
        ClassWeights = task.Request.ClassWeights ? WeightsOf(task.PixelsPerClass ?? throw new ArgumentException("Class weights need the pixels of each class.", nameof(task))) : null,
        AverageDecay = task.Request.Ema,
        Patience = task.Request.Patience,
        Precision = task.Request.Precision == "bf16" ? Precision.Bfloat16 : Precision.Float32,
        Workers = task.Request.Workers,
    };

    /// <summary>
    /// The inverse square root of each class's pixels, 1 on average. The full inverse would give a class of a few pixels a thousand times the
    /// weight of the background. A class without pixels has the average weight: it is in the loss only where labels are smoothed.
    /// </summary>
    internal static IReadOnlyList<double> WeightsOf(IReadOnlyList<long> pixels)
    {
        var mean = pixels.Where(count => count > 0).Select(count => 1 / Math.Sqrt(count)).DefaultIfEmpty(1).Average();
        return [.. pixels.Select(count => count > 0 ? 1 / Math.Sqrt(count) / mean : 1)];
    }
}
