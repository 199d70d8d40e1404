using System.ComponentModel.DataAnnotations;

namespace Graft.Tasks;

/// <summary>Which of a detector's answers are kept.</summary>
public sealed record DetectionOptions
{
    /// <summary>Detections must score more than this; low, because average precision counts the unsure ones too.</summary>
    [Range(0.0, 1.0)] public float ScoreThreshold { get; init; } = 0.05f;

    /// <summary>Detections of one class with more IoU are taken for the same object.</summary>
    [Range(0.0, 1.0)] public double OverlapThreshold { get; init; } = 0.5;

    /// <summary>Detections of an image that are kept, the surest first.</summary>
    [Range(1, 10_000)] public int MaxDetections { get; init; } = 100;

    /// <summary>Narrower or flatter ones are dropped, in pixels of the network's input; detectors of one stage keep all, as torchvision.</summary>
    [Range(0.0, 1000.0)] public float SmallestSide { get; init; } = 1e-2f;
}
