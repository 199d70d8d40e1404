using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Graft.Training;

namespace Graft;

/// <summary>The training of a classifier. Its data is a folder of classes, a folder of splits, or a CSV manifest.</summary>
public sealed record ClassifyRequest : TrainRequest
{
    /// <summary>A request with the defaults of the task; its data is given in the initialiser.</summary>
    [JsonConstructor]
    public ClassifyRequest() => (Strategy, Project) = (Strategy.Gradual, Path.Combine("runs", "classify"));

    /// <summary>A request with the defaults of the task.</summary>
    /// <param name="data">The data set: a folder, or a file that lists images.</param>
    [SetsRequiredMembers]
    public ClassifyRequest(string data) : this() => Data = data;

    /// <summary>Parameter of mixup's beta distribution; 0 is off (arXiv:1710.09412).</summary>
    [Range(0.0, 10.0)] public double Mixup { get; init; }

    /// <summary>Parameter of cutmix's beta distribution; 0 is off (arXiv:1905.04899).</summary>
    [Range(0.0, 10.0)] public double Cutmix { get; init; }

    private protected override IReadOnlyList<string> Metrics => [ClassificationValidationMetrics.Accuracy, ClassificationValidationMetrics.BalancedAccuracy];

    private protected override IEnumerable<Problem> Examine()
    {
        foreach (var problem in base.Examine()) yield return problem;
        var strategy = Strategy.ToString().ToLowerInvariant();
        if (Strategy == Strategy.Probe)
        {
            foreach (var option in WithoutMeaningForProbe())
                yield return new Problem(option, "The probe is solved without training steps, so it would have no effect.", "Leave it out, or use --strategy head.");
            yield break;
        }
        // The frozen part sees each image by itself, and its answer is kept: nothing is left to mix.
        if (Strategy is Strategy.Head or Strategy.Partial)
            foreach (var (option, value) in new[] { (nameof(Mixup), Mixup), (nameof(Cutmix), Cutmix) })
                if (value > 0) yield return new Problem(option, $"Images cannot be mixed before the frozen stages of the strategy '{strategy}'.", "Leave it out, or use --strategy gradual or full.");
        if (Strategy == Strategy.Head && LayerDecay > 0)
            yield return new Problem(nameof(LayerDecay), "The head is a single stage, so it would have no effect.", "Leave it out.");
    }

    // What is set to its default value anyway was not asked for.
    private IEnumerable<string> WithoutMeaningForProbe()
    {
        var defaults = new ClassifyRequest { Data = Data };
        if (Epochs != defaults.Epochs) yield return nameof(Epochs);
        if (Batch != defaults.Batch) yield return nameof(Batch);
        if (Accumulate != defaults.Accumulate) yield return nameof(Accumulate);
        if (ClipNorm != defaults.ClipNorm) yield return nameof(ClipNorm);
        if (Monitor is not null) yield return nameof(Monitor);
        if (LearningRate != defaults.LearningRate) yield return nameof(LearningRate);
        if (Optimizer != defaults.Optimizer) yield return nameof(Optimizer);
        if (WeightDecay != defaults.WeightDecay) yield return nameof(WeightDecay);
        if (WarmupEpochs != defaults.WarmupEpochs) yield return nameof(WarmupEpochs);
        if (LayerDecay != defaults.LayerDecay) yield return nameof(LayerDecay);
        if (LabelSmoothing != defaults.LabelSmoothing) yield return nameof(LabelSmoothing);
        if (Mixup != defaults.Mixup) yield return nameof(Mixup);
        if (Cutmix != defaults.Cutmix) yield return nameof(Cutmix);
        if (Ema != defaults.Ema) yield return nameof(Ema);
        if (Patience != defaults.Patience) yield return nameof(Patience);
        if (Precision != defaults.Precision) yield return nameof(Precision);
        if (Augment != defaults.Augment) yield return nameof(Augment);
        if (Resume) yield return nameof(Resume);
    }
}
