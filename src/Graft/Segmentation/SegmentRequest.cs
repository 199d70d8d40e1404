using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Graft.Data;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>
/// The training of a segmentation network. Its data is a folder with images/ and masks/, or a data set of polygons (COCO, YOLO); its model one of
/// <see cref="Networks.SegmentationCatalogue"/>, and a backbone's name alone gets a feature pyramid decoder. All stages are trained, early ones at
/// far lower rates. Every pixel teaches, so many small steps do more than a few large ones; <see cref="TrainRequest.ImageSize"/> is the shorter
/// side at which the network sees whole images, 0 for the default of the data, at most 512, and below 320 up to a third more; class weights are
/// the inverse square root of the class's share of pixels.
/// </summary>
public sealed record SegmentRequest : TrainRequest
{
    /// <summary>A request with the defaults of the task; its data is given in the initialiser.</summary>
    [JsonConstructor]
    public SegmentRequest() : base(TaskKind.Segment) { }

    /// <summary>A request with the defaults of the task.</summary>
    /// <param name="data">The data set: a folder, or a file that lists images.</param>
    [SetsRequiredMembers]
    public SegmentRequest(string data) : this() => Data = data;

    /// <summary>
    /// Random changes of the training images; a preset such as <see cref="MaskAugmentationOptions.Standard"/>, with changes of one's own or a whole
    /// record.
    /// </summary>
    public MaskAugmentationOptions Augmentation { get; init; } = MaskAugmentationOptions.Standard;

    internal override ImageAugmentation Changes => Augmentation;

    internal override string AugmentationName => NameOf(Augmentation, MaskAugmentationOptions.Presets);

    internal override TrainRequest WithAugmentation(string source) => this with { Augmentation = AugmentationFrom(source, MaskAugmentationOptions.Named) };

    /// <summary>
    /// Width and height of the training crops in pixels, a multiple of 32; null for nearly the shorter side, and up to 1.3 times that along the
    /// longer one.
    /// </summary>
    [Range(1, 4096)] public int? CropSize { get; init; }

    /// <summary>How the learning rate falls after the warm-up.</summary>
    [EnumDataType(typeof(RateDecay))] public RateDecay Schedule { get; init; } = RateDecay.Polynomial;

    /// <summary>The loss: cross-entropy and Dice alike, so that small classes are not left out.</summary>
    public SegmentationLossOptions Loss { get; init; } = new() { Dice = 1 };

    /// <summary>Weight of the auxiliary classifier's loss, for networks that have one.</summary>
    [Range(0.0, 10.0)] public double AuxiliaryWeight { get; init; } = 0.5;

    internal override IReadOnlyList<string> Metrics => SegmentationMetricTable.Table.Monitored;

    private protected override IEnumerable<Problem> Examine() => [.. base.Examine(), .. RefuseProbe(), .. OptionsCheck.Find(Loss), .. RefuseCrop()];

    private IEnumerable<Problem> RefuseCrop()
    {
        if (CropSize is { } size && size % SegmentationSizes.Step != 0)
            yield return new Problem(nameof(CropSize),
                $"Crops of {size} pixels do not fit the network's maps.",
                FormattableString.Invariant($"Choose a multiple of {SegmentationSizes.Step}: ")
                + $"{Flag.Of("--crop", $"{Math.Max(1, size / SegmentationSizes.Step) * SegmentationSizes.Step}")}.");
    }

    private protected override TrainingOptions WithOwn(TrainingOptions options) => options with { RateDecay = Schedule, AuxiliaryWeight = AuxiliaryWeight };
}
