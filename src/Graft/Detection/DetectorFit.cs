using System.Text.Json;
using Graft.Data;
using Graft.Networks;
using Graft.Training;

namespace Graft;

/// <summary>What the trainer is given for a detector.</summary>
internal static class DetectorFit
{
    /// <summary>The training images as the trainer gets them.</summary>
    public static SceneImages TrainingImages(DetectRequest request, DetectionModel model, Split<ObjectSample> split) =>
        new(split.Train, model.Preprocess, AugmentationOf(request), request.Seed, model.Network.MaskHead is not null);

    /// <summary>The job without a place on the disk.</summary>
    /// <param name="request">How; its data, model and names are not looked at.</param>
    /// <param name="model">What to start from.</param>
    /// <param name="classes">Class names.</param>
    /// <param name="split">Images to learn from and to validate with, with their sizes.</param>
    public static TrainingJob JobOf(DetectRequest request, DetectionModel model, IReadOnlyList<string> classes, Split<ObjectSample> split)
    {
        var network = model.Network;
        return new TrainingJob
        {
            Graph = network.Trunk,
            Heads = network.Heads,
            Parameters = model.Parameters,
            Phases = request.PlanFor(network.Trunk).Phases,
            Task = new DetectionTask(network, classes),
            Options = request.OptionsFor(split.Train.Count),
            Train = TrainingImages(request, model, split),
            Validation = split.Validation.Count > 0
                ? new SceneImages(split.Validation, model.Preprocess, null, request.Seed, network.MaskHead is not null)
                : null,
            Preprocess = model.Preprocess,
            Classes = classes.Count,
            IsPretrained = request.Strategy != Strategy.Scratch,
            FreshLayers = (model.Report?.Reinitialised ?? []).Select(tensor => tensor[..tensor.LastIndexOf('.')]).ToHashSet(StringComparer.Ordinal),
            Ranks = request.RankOptions,
            Augmentation = JsonSerializer.Serialize(AugmentationOf(request), Json.Compact),
        };
    }

    private static ObjectAugmentationOptions? AugmentationOf(DetectRequest request) =>
        request.Augmentation == ObjectAugmentationOptions.None ? null : request.Augmentation;
}
