using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Graft.Training;

namespace Graft;

/// <summary>
/// The training of a segmentation network. Its data is a folder with images/ and masks/, or a data set of polygons (COCO, YOLO); its model one of
/// <see cref="Networks.SegmentationCatalogue"/>, and a backbone's name alone gets a feature pyramid decoder. All stages are trained, early ones at far lower rates. Every pixel teaches, so many small steps
/// do more than a few large ones; <see cref="TrainRequest.ImageSize"/> is the shorter side at which the network sees whole images, 0 for the default
/// of the data, at most 512, and below 320 up to a third more; class weights are the inverse square root of the class's share of pixels.
/// </summary>
public sealed record SegmentRequest : TrainRequest
{
    /// <summary>A request with the defaults of the task; its data is given in the initialiser.</summary>
    [JsonConstructor]
    public SegmentRequest() => (Strategy, Epochs, Batch, Augment, Ema, ClassWeights, Project) = (Strategy.Full, 15, 4, "standard", 0.997, true, Path.Combine("runs", "segment"));

    /// <summary>A request with the defaults of the task.</summary>
    /// <param name="data">The data set: a folder, or a file that lists images.</param>
    [SetsRequiredMembers]
    public SegmentRequest(string data) : this() => Data = data;

    /// <summary>Side of the square training crops in pixels, a multiple of 32; 0 for nearly the shorter side, and up to 1.3 times that along the longer one.</summary>
    [Range(0, 4096)] public int CropSize { get; init; }

    /// <summary>How the rate falls: <c>poly</c> or <c>cosine</c>.</summary>
    [RegularExpression("poly|cosine")] public string Schedule { get; init; } = "poly";

    /// <summary>The loss: cross-entropy and Dice alike, so that small classes are not left out.</summary>
    public SegmentationLossOptions Loss { get; init; } = new() { Dice = 1 };

    /// <summary>Weight of the auxiliary classifier's loss, for networks that have one.</summary>
    [Range(0.0, 10.0)] public double AuxiliaryWeight { get; init; } = 0.5;

    private protected override bool HasEarlyStages => true;

    private protected override IReadOnlyList<string> Metrics => [SegmentationValidationMetrics.MeanIoU, SegmentationValidationMetrics.MeanDice, SegmentationValidationMetrics.PixelAccuracy];

    private protected override IEnumerable<Problem> Examine() => [.. base.Examine(), .. RefuseProbe(), .. OptionsRange.Find(Loss), .. RefuseCrop()];

    private IEnumerable<Problem> RefuseCrop()
    {
        if (CropSize % SegmentationSizes.Step != 0)
            yield return new Problem(nameof(CropSize), $"Crops of {CropSize} pixels do not fit the network's maps.", $"Choose a multiple of {SegmentationSizes.Step}: --crop {Math.Max(1, CropSize / SegmentationSizes.Step) * SegmentationSizes.Step}.");
    }
}
