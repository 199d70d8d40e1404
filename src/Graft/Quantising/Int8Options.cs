using Graft.Artifacts;

namespace Graft;

/// <summary>How a file of 8 bits is calibrated, and what it may cost.</summary>
internal sealed record Int8Options
{
    /// <summary>Images that the ranges of the activations are taken from, at most.</summary>
    public int Images { get; init; } = 256;

    /// <summary>How a range is chosen.</summary>
    public CalibrationMethod Method { get; init; } = CalibrationMethod.Percentile;

    /// <summary>Stages and layers that stay in 32 bits.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>Largest loss of the main metric, 0 to 1; above 0, one of the images right or wrong counts as chance where that is more.</summary>
    public double MaxDrop { get; init; } = 0.01;

    /// <summary>Images in place of the run's own; needed for published networks. They need no labels.</summary>
    public string? Data { get; init; }

    /// <summary>Ranges that are known; null to observe images.</summary>
    public RunRanges? Ranges { get; init; }

    /// <summary>Whether nothing was said of how ranges are chosen.</summary>
    public bool ChoosesRangesAsByDefault => this with { Kept = Default.Kept, MaxDrop = Default.MaxDrop } == Default;

    private static Int8Options Default { get; } = new();

    /// <summary>Seed of the choice of images.</summary>
    public ulong Seed { get; init; } = 1;
}
