using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Graft.Data;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>The training of a classifier. Its data is a folder of classes, a folder of splits, or a CSV manifest.</summary>
public sealed record ClassifyRequest : TrainRequest
{
    private static readonly string[] OnlyForSteps =
    [
        nameof(Epochs), nameof(Batch), nameof(Accumulate), nameof(ClipNorm), nameof(Monitor), nameof(LearningRate), nameof(Optimizer), nameof(WeightDecay),
        nameof(WarmupEpochs), nameof(LayerDecay), nameof(LabelSmoothing), nameof(Mixup), nameof(Cutmix), nameof(Ema), nameof(Patience), nameof(Precision),
        nameof(QuantisationAware), nameof(Augmentation), nameof(SecondsLimit), nameof(KeepState),
    ];

    /// <summary>A request with the defaults of the task; its data is given in the initialiser.</summary>
    [JsonConstructor]
    public ClassifyRequest() : base(TaskKind.Classify) { }

    /// <summary>A request with the defaults of the task.</summary>
    /// <param name="data">The data set: a folder, or a file that lists images.</param>
    [SetsRequiredMembers]
    public ClassifyRequest(string data) : this() => Data = data;

    /// <summary>
    /// Random changes of the training images; a preset such as <see cref="AugmentationOptions.Light"/>, with changes of one's own or a whole record.
    /// </summary>
    public AugmentationOptions Augmentation { get; init; } = AugmentationOptions.Light;

    /// <summary>The request with the defaults of what has no meaning where nothing is trained in steps.</summary>
    internal ClassifyRequest WithoutSteps()
    {
        var (copy, plain) = (this with { }, new ClassifyRequest(Data));
        foreach (var property in OnlyForSteps.Select(name => typeof(ClassifyRequest).GetProperty(name)!)) property.SetValue(copy, property.GetValue(plain));
        return copy;
    }

    internal override ImageAugmentation Changes => Augmentation;

    internal override string AugmentationName => NameOf(Augmentation, AugmentationOptions.Presets);

    internal override TrainRequest WithAugmentation(string source) => this with { Augmentation = AugmentationFrom(source, AugmentationOptions.Named) };

    /// <summary>Parameter of mixup's beta distribution; 0 is off (arXiv:1710.09412).</summary>
    [Range(0.0, 10.0)] public double Mixup { get; init; }

    /// <summary>Parameter of cutmix's beta distribution; 0 is off (arXiv:1905.04899).</summary>
    [Range(0.0, 10.0)] public double Cutmix { get; init; }

    /// <summary>
    /// Whether the shorter side of an image is resized and its centre cut out, as networks are measured on ImageNet. By default the whole image is resized to
    /// the network's square: nothing at its edges is lost, at the cost of the aspect ratio (<c>bench probe</c> measures both).
    /// </summary>
    public bool CenterCrop { get; init; }

    /// <summary>
    /// Whether the whole image keeps its aspect ratio: it is resized to fit into the network's square, with the mean colour beside it. By default it fills
    /// the square (<c>bench probe</c> measures both).
    /// </summary>
    public bool Letterbox { get; init; }

    // Who asks for epochs, another augmentation or several ranks asks for training steps.
    private protected override Strategy DefaultStrategy =>
        AreEpochsGiven || Ranks != 1 || WithoutMeaningForProbe().Any() ? Strategy.Gradual : base.DefaultStrategy;

    internal override IReadOnlyList<string> Metrics => ClassificationMetricTable.Table.Monitored;

    private protected override IEnumerable<Problem> Examine()
    {
        foreach (var problem in base.Examine()) yield return problem;
        if (CenterCrop && Letterbox)
            yield return new Problem(nameof(Letterbox), "An image is either cut to its centre or kept whole.", $"Leave out it or {Flag.Of("--center-crop")}.");
        var strategy = Strategy.ToString().ToLowerInvariant();
        if (Strategy == Strategy.Probe)
        {
            foreach (var option in WithoutMeaningForProbe())
                yield return new Problem(option,
                    "The probe is solved without training steps, so it would have no effect.",
                    $"Leave it out, or use {Flag.Of("--strategy", "head")}.");
            yield break;
        }
        // The frozen part sees each image by itself, and its answer is kept: nothing is left to mix.
        if (Strategy is Strategy.Head or Strategy.Partial)
            foreach (var (option, value) in new[] { (nameof(Mixup), Mixup), (nameof(Cutmix), Cutmix) })
                if (value > 0)
                    yield return new Problem(option,
                        $"Images cannot be mixed before the frozen stages of the strategy '{strategy}'.",
                        $"Leave it out, or choose gradual or full by {Flag.Of("--strategy")}.");
        if (Strategy == Strategy.Head && LayerDecay is not null)
            yield return new Problem(nameof(LayerDecay), "The head is a single stage, so it would have no effect.", "Leave it out.");
    }

    // What has its default value anyway was not asked for.
    private IEnumerable<string> WithoutMeaningForProbe()
    {
        var defaults = new ClassifyRequest(Data);
        return OnlyForSteps.Where(name => name != nameof(QuantisationAware) && !(name == nameof(Precision) && Precision == Training.Precision.Int8) &&
            typeof(ClassifyRequest).GetProperty(name)! is var property && !Equals(property.GetValue(this), property.GetValue(defaults)));
    }

    private protected override TrainingOptions WithOwn(TrainingOptions options) =>
        options with { Mixing = new MixingOptions { Mixup = Mixup, Cutmix = Cutmix } };
}
