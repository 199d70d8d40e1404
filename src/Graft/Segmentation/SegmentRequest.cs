using System.ComponentModel.DataAnnotations;
using Graft.Training;

namespace Graft;

/// <summary>
/// The training of a segmentation network. Its data is a folder with images/ and masks/, or a data set of outlines (COCO, YOLO); its model one of
/// <see cref="Networks.SegmentationCatalogue"/>, and a backbone's name alone gets a feature pyramid decoder. Every pixel teaches, so many small steps
/// do more than a few large ones; <see cref="FitRequest.ImageSize"/> is the shorter side at which the network sees whole pictures, 0 for the usual one
/// of the data, at most 512; class weights are the inverse square root of the class's share of pixels.
/// </summary>
public sealed record SegmentRequest : FitRequest
{
    /// <summary>The usual values.</summary>
    public SegmentRequest() => (Epochs, Batch, Augment, Ema, ClassWeights, Project) = (30, 4, "standard", 0.99, true, Path.Combine("runs", "segment"));

    /// <summary>How the rate falls: <c>poly</c> or <c>cosine</c>.</summary>
    [RegularExpression("poly|cosine")] public string Schedule { get; init; } = "poly";

    /// <summary>The loss: cross-entropy and Dice alike, so that small classes are not left out.</summary>
    public SegmentationLossOptions Loss { get; init; } = new() { Dice = 1 };

    /// <summary>Weight of the auxiliary classifier's loss, for networks that have one.</summary>
    [Range(0.0, 10.0)] public double AuxiliaryWeight { get; init; } = 0.5;

    private protected override IReadOnlyList<string> Figures => [SegmentationFigures.MeanIoU, SegmentationFigures.MeanDice, SegmentationFigures.PixelAccuracy];

    private protected override IEnumerable<Problem> Examine() => [.. base.Examine(), .. RefuseProbe(), .. OptionsRange.Find(Loss)];
}
