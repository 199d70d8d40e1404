using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Graft.Data;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>
/// The training of a network that describes identities. Its data is a folder with a folder of images for each person, animal or part. Identities, not
/// images, are divided; what was trained is kept only where it beats the frozen network on identities that it has not seen.
/// </summary>
public sealed record IdentityRequest : TrainRequest
{
    private static readonly string[] OnlyForSteps =
    [
        nameof(Epochs), nameof(Batch), nameof(Accumulate), nameof(ClipNorm), nameof(Monitor), nameof(LearningRate), nameof(Optimizer), nameof(WeightDecay),
        nameof(WarmupEpochs), nameof(LayerDecay), nameof(Ema), nameof(Patience), nameof(Precision), nameof(Augmentation), nameof(SecondsLimit),
        nameof(KeepState), nameof(Loss), nameof(Margin), nameof(ImagesPerIdentity),
    ];

    /// <summary>A request with the defaults of the task; its data is given in the initialiser.</summary>
    [JsonConstructor]
    public IdentityRequest() : base(TaskKind.Identities) => (ValidationShare, TestShare) = IdentitySplit.DefaultShares;

    /// <summary>A request with the defaults of the task.</summary>
    /// <param name="data">The data set: a folder, or a file that lists images.</param>
    [SetsRequiredMembers]
    public IdentityRequest(string data) : this() => Data = data;

    /// <summary>Random changes of the training images.</summary>
    public AugmentationOptions Augmentation { get; init; } = AugmentationOptions.Standard;

    internal override ImageAugmentation Changes => Augmentation;

    internal override string AugmentationName => NameOf(Augmentation, AugmentationOptions.Presets);

    internal override TrainRequest WithAugmentation(string source) => this with { Augmentation = AugmentationFrom(source, AugmentationOptions.Named) };

    /// <summary>What makes descriptors of one identity alike.</summary>
    [EnumDataType(typeof(IdentityLoss))] public IdentityLoss Loss { get; init; } = IdentityLoss.CosFace;

    /// <summary>The loss's margin; null for that of its paper.</summary>
    [Range(0.0, 1.5)] public double? Margin { get; init; }

    /// <summary>Numbers of a descriptor; a discriminant has at most one less than there are identities to learn from.</summary>
    [Range(2, 2048)] public int Dimension { get; init; } = 128;

    /// <summary>Images of each identity in a batch, which <see cref="TrainRequest.Batch"/> is a multiple of.</summary>
    [Range(2, 64)] public int ImagesPerIdentity { get; init; } = 4;

    /// <summary>
    /// How the faces on the images were cut out, <c>dlib150</c> or <c>arcface112</c>: the model file then gets a contract beside it, with which it describes
    /// faces. Null for images that are no such chips.
    /// </summary>
    public string? Alignment { get; init; }

    internal override IReadOnlyList<string> Metrics => IdentityMetricTable.Table.Monitored;

    /// <summary>Side of the input: that of aligned faces, or as asked for.</summary>
    internal int? Side => FaceAlignment.Find(Alignment)?.Side ?? ImageSize;

    /// <summary>The loss with its margin.</summary>
    internal IdentityLossOptions LossOptions => Margin is { } margin ? new(Loss) { Margin = margin } : new(Loss);

    private protected override IEnumerable<Problem> Examine()
    {
        foreach (var problem in base.Examine()) yield return problem;
        if (Strategy == Strategy.Probe)
            yield return new Problem(nameof(Strategy), "The probe is for classification: it learns the identities that are there, not to tell others apart.",
                $"Use {Flag.Of("--strategy", "adapt")}, which takes no training steps either.");
        if (Strategy == Strategy.Scratch)
            yield return new Problem(nameof(Strategy), "From scratch there is no frozen network to be better than.",
                $"Use {Flag.Of("--strategy", "full")}.");
        if (Add is not null)
            yield return new Problem(nameof(Add), "Identities are divided as a whole, and images that are added later would be of both sides.",
                $"Put them into the folders of their identities, and leave {Flag.Of("--add")} out.");
        if (Against is not null)
            yield return new Problem(nameof(Against), "What is trained is measured beside the frozen network. Two model files have no classes in common "
                + "by which they could be compared.", $"Leave {Flag.Of("--against")} out, and measure both with `graft val` on the same identities.");
        if (LabelSmoothing > 0) yield return new Problem(nameof(LabelSmoothing), "Identities are trained without it.", "Leave it out.");
        if (ClassWeights)
            yield return new Problem(nameof(ClassWeights), "Every identity comes as often as any other, whatever images it has.", "Leave them out.");
        if (Alignment is { } alignment && FaceAlignment.Find(alignment) is not { } known)
            yield return new Problem(nameof(Alignment), $"'{alignment}' is no alignment of faces.",
                $"They are {Words.And(FaceAlignment.All.Select(one => one.Name))}.");
        if (ImageSize is { } size && size != Side)
            yield return new Problem(nameof(ImageSize), $"Faces that are cut out as {Alignment} have {Side} pixels, not {size}.",
                $"Leave {Flag.Of("--imgsz")} out.");
        foreach (var problem in Strategy == Strategy.Adapt ? WithoutMeaning() : Steps()) yield return problem;
    }

    private IEnumerable<Problem> Steps()
    {
        if (Batch % ImagesPerIdentity != 0 || Batch / ImagesPerIdentity < 2)
            yield return new Problem(nameof(Batch), $"{Batch} images are no batch of two identities and more with {ImagesPerIdentity} images each.",
                $"Choose a multiple of {Flag.Of("--images-per-identity")}: "
                + $"{Flag.Of("--batch", $"{Math.Max(2, Batch / ImagesPerIdentity) * ImagesPerIdentity}")}.");
        if (Strategy == Strategy.Head && LayerDecay is not null)
            yield return new Problem(nameof(LayerDecay), "The head is a single stage, so it would have no effect.", "Leave it out.");
    }

    // What has its default value anyway was not asked for.
    private IEnumerable<Problem> WithoutMeaning()
    {
        var defaults = new IdentityRequest(Data);
        return OnlyForSteps
            .Where(name => typeof(IdentityRequest).GetProperty(name)! is var property && !Equals(property.GetValue(this), property.GetValue(defaults)))
            .Select(name => new Problem(name, "The discriminant is solved without training steps, so it would have no effect.",
                $"Leave it out, or use {Flag.Of("--strategy", "full")}."));
    }
}
