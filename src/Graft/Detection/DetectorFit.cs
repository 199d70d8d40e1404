using System.Text.Json;
using Graft.Data;
using Graft.Networks;
using Graft.Training;

namespace Graft;

/// <summary>Trains a detector. Knows neither run folders nor reports.</summary>
public static class DetectorFit
{
    /// <summary>Trains until the epochs are done, nothing gets better, the time is over or it is cancelled.</summary>
    /// <param name="request">How; its data, model and names are not looked at.</param>
    /// <param name="model">What to start from.</param>
    /// <param name="classes">Class names.</param>
    /// <param name="split">Images to learn from and to validate with, with their sizes.</param>
    /// <param name="observer">Hears what happens.</param>
    /// <param name="cancellation">Stops after a step.</param>
    /// <exception cref="GraftException">Bad options, unreadable images, or a loss that is not finite.</exception>
    public static TrainingResult Run(DetectRequest request, DetectionModel model, IReadOnlyList<string> classes, ObjectSplit split, ITrainingObserver observer, CancellationToken cancellation = default) =>
        new Trainer().Train(JobOf(request, model, classes, split, null), observer, cancellation);

    internal static TransferPlan PlanOf(DetectRequest request, DetectionNetwork network) => TransferPlan.For(request.Strategy, new TransferOptions
    {
        Epochs = request.Epochs,
        LearningRate = request.LearningRate > 0 ? request.LearningRate : request.Strategy is Strategy.Full or Strategy.Partial && request.Optimizer == "adamw" ? 1e-3 : null,
        DecayPerStage = request.LayerDecay > 0 ? request.LayerDecay : request.Strategy == Strategy.Scratch ? null : 0.4,
        Freeze = request.Freeze ?? EarlyStages.LastOf(network.Trunk),
        Optimizer = GradientFit.KindOf(request.Optimizer),
    }, network.Trunk);

    /// <summary>The images to learn from, as the network gets them.</summary>
    internal static SceneImages TrainingImages(DetectRequest request, DetectionModel model, ObjectSplit split) =>
        new(split.Train, model.Preprocess, AugmentationOf(request.Augment), request.Seed, model.Network.MaskHead is not null);

    internal static TrainingJob JobOf(DetectRequest request, DetectionModel model, IReadOnlyList<string> classes, ObjectSplit split, string? folder)
    {
        var network = model.Network;
        var masks = network.MaskHead is not null;
        return new TrainingJob
        {
            Graph = network.Trunk,
            Heads = network.Heads,
            Parameters = model.Parameters,
            Phases = PlanOf(request, network).Phases,
            Task = new DetectionTask(network, classes),
            Options = new TrainingOptions
            {
                Seed = request.Seed,
                BatchSize = request.Batch,
                Optimizer = new OptimizerOptions { Kind = GradientFit.KindOf(request.Optimizer), WeightDecay = request.WeightDecay },
                WarmupEpochs = request.WarmupEpochs,
                AverageDecay = request.Ema,
                AccumulateBatches = request.Accumulate,
                ClipNorm = request.ClipNorm,
                Monitor = request.MonitoredMetric,
                Patience = request.Patience,
                Precision = request.Precision == "bf16" ? Precision.Bfloat16 : null,
                Workers = request.Workers,
            },
            Train = TrainingImages(request, model, split),
            Validation = split.Validation.Count > 0 ? new SceneImages(split.Validation, model.Preprocess, null, request.Seed, masks) : null,
            Preprocess = model.Preprocess,
            Classes = classes.Count,
            IsPretrained = request.Strategy != Strategy.Scratch,
            FreshLayers = (model.Report?.Reinitialised ?? []).Select(tensor => tensor[..tensor.LastIndexOf('.')]).ToHashSet(StringComparer.Ordinal),
            Augmentation = JsonSerializer.Serialize(AugmentationOf(request.Augment), Json.Compact),
            CheckpointFolder = folder,
            Resume = request.Resume,
        };
    }

    private static ObjectAugmentationOptions? AugmentationOf(string name) => name switch
    {
        "none" => null,
        "light" => ObjectAugmentationOptions.Light,
        "standard" => ObjectAugmentationOptions.Standard,
        _ => ObjectAugmentationOptions.Standard with { Mosaic = 0.5, Rotation = 5, Brightness = 0.3, Contrast = 0.3, Saturation = 0.3 },
    };
}
