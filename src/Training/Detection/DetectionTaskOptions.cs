using System.ComponentModel.DataAnnotations;
using Graft.Tasks;

namespace Graft.Training;

/// <summary>How a detector learns. The defaults are torchvision's but for the numbers, which suit small images with few objects.</summary>
public sealed record DetectionTaskOptions
{
    /// <summary>Anchors of an image that the proposal network learns from.</summary>
    [Range(1, 100_000)] public int AnchorsPerImage { get; init; } = 256;

    /// <summary>Share of them that shows objects, at most.</summary>
    [Range(0.0, 1.0)] public double PositiveAnchors { get; init; } = 0.5;

    /// <summary>Regions of an image that the second stage learns from.</summary>
    [Range(1, 100_000)] public int RegionsPerImage { get; init; } = 128;

    /// <summary>Share of them that shows objects, at most.</summary>
    [Range(0.0, 1.0)] public double PositiveRegions { get; init; } = 0.25;

    /// <summary>
    /// Regions of an image whose masks are learned, at most. Those of one object show much the same, so more than a few for each cost time
    /// and teach little; torchvision takes all that show objects.
    /// </summary>
    [Range(1, 100_000)] public int MasksPerImage { get; init; } = 16;

    /// <summary>Proposals while training.</summary>
    public ProposalOptions Training { get; init; } = new() { BeforeSuppression = 500, AfterSuppression = 500 };

    /// <summary>Proposals while predicting; null for the architecture's number.</summary>
    public ProposalOptions? Predicting { get; init; }

    /// <summary>What counts as a detection.</summary>
    public DetectionOptions Detection { get; init; } = new();

    /// <summary>What is background but lies inside a crowd or a difficult object to this share teaches nothing.</summary>
    [Range(0.0, 1.0)] public float IgnoredShare { get; init; } = 0.5f;
}
