using Graft.Data;

namespace Graft;

/// <summary>What the fit of a segmentation network works on.</summary>
internal sealed record SegmentFitTask
{
    /// <summary>Strategy, rates, epochs, seed.</summary>
    public required SegmentRequest Request { get; init; }

    /// <summary>The network.</summary>
    public required PretrainedSegmenter Model { get; init; }

    /// <summary>Images to learn from.</summary>
    public required IReadOnlyList<MaskSample> Train { get; init; }

    /// <summary>Images to choose the best weights by; empty keeps the last ones.</summary>
    public IReadOnlyList<MaskSample> Validation { get; init; } = [];

    /// <summary>Number of classes, the background among them.</summary>
    public required int Classes { get; init; }

    /// <summary>Sizes of crops and whole images.</summary>
    public required SegmentationSizes Sizes { get; init; }

    /// <summary>The mask value that does not count.</summary>
    public byte IgnoreValue { get; init; } = Imaging.ClassMap.Ignore;

    /// <summary>Pixels of each class in the training images, for class weights; null where they are not asked for.</summary>
    public IReadOnlyList<long>? PixelsPerClass { get; init; }

    /// <summary>A hash over the images' contents, which a checkpoint belongs to; null where it is not known.</summary>
    public string? DataFingerprint { get; init; }
}
