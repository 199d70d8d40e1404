using System.ComponentModel.DataAnnotations;

namespace Graft.Tasks;

/// <summary>Which region proposals go on to the second stage.</summary>
public sealed record ProposalOptions
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
