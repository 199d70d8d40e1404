using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Graft.Data;
using Graft.Networks;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>
/// The training of a detector. Its data is a set of boxes (COCO, YOLO, VOC). Usually all but the first stages of the backbone is trained (as torchvision does),
/// in batches of four (detectors want many small steps), with composition and scale jitter, and an average of the weights.
/// </summary>
public record DetectRequest : TrainRequest
{
    /// <summary>A request with the defaults of the task; its data is given in the initialiser.</summary>
    [JsonConstructor]
    public DetectRequest() : base(TaskKind.Detect) { }

    private protected DetectRequest(TaskKind task) : base(task) { }

    /// <summary>A request with the defaults of the task.</summary>
    /// <param name="data">The data set: a folder, or a file that lists images.</param>
    [SetsRequiredMembers]
    public DetectRequest(string data) : this() => Data = data;

    /// <summary>
    /// Random changes of the training images; a preset such as <see cref="ObjectAugmentationOptions.Standard"/>, with changes of one's own or a whole
    /// record.
    /// </summary>
    public ObjectAugmentationOptions Augmentation { get; init; } = ObjectAugmentationOptions.Standard;

    internal override ImageAugmentation Changes => Augmentation;

    internal override string AugmentationName => NameOf(Augmentation, ObjectAugmentationOptions.Presets);

    internal override TrainRequest WithAugmentation(string source) => this with { Augmentation = AugmentationFrom(source, ObjectAugmentationOptions.Named) };

    /// <summary>
    /// Another pyramid than usual over a backbone: its width, its levels, what is on top of them. Null for the default; torchvision's detectors have
    /// theirs.
    /// </summary>
    public PyramidChoice? Pyramid { get; init; }

    /// <summary>Name of the network that is trained, with the tag of its weights.</summary>
    internal virtual string Network => Model;

    /// <summary>Whether the task has masks.</summary>
    private protected virtual bool HasMasks => false;

    internal override IReadOnlyList<string> Metrics => CocoMetricTable.Monitored(HasMasks);

    private protected override IEnumerable<Problem> Examine()
    {
        foreach (var problem in base.Examine().Concat(RefuseProbe())) yield return problem;
        foreach (var problem in Pyramid?.Problems() ?? []) yield return problem;
        if (!HasMasks && DetectionCatalogue.HasMasks(Model))
            yield return new Problem(nameof(Model),
                $"{Model} draws masks, which a detector of boxes does not learn.",
                $"Use {Flag.Task("instances")}, or the network of that name without masks.");
        if (LabelSmoothing > 0) yield return new Problem(nameof(LabelSmoothing), "Detectors are trained without it.", "Leave it out.");
        if (ClassWeights) yield return new Problem(nameof(ClassWeights), "Detectors are trained without them.", "Leave them out.");
    }
}
