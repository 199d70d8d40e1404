using System.ComponentModel.DataAnnotations;

namespace Graft.Tasks;

/// <summary>Which of a detector's answers are kept.</summary>
internal sealed record DetectionOptions
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

/// <summary>Which region proposals go on to the second stage.</summary>
internal sealed record ProposalOptions
{
    /// <summary>Anchors with the highest scores that are looked at, of each level.</summary>
    [Range(1, 100_000)] public int BeforeSuppression { get; init; } = 1000;

    /// <summary>Proposals of an image that are left, of all levels together.</summary>
    [Range(1, 100_000)] public int AfterSuppression { get; init; } = 1000;

    /// <summary>Proposals of one level with more IoU are taken for the same.</summary>
    [Range(0.0, 1.0)] public double OverlapThreshold { get; init; } = 0.7;

    /// <summary>Proposals must be at least this sure.</summary>
    [Range(0.0, 1.0)] public float ScoreThreshold { get; init; }

    /// <summary>Narrower or flatter ones are dropped, in pixels.</summary>
    [Range(0.0, 1000.0)] public float SmallestSide { get; init; } = 1e-3f;
}
