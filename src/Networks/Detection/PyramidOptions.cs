namespace Graft.Networks;

/// <summary>A feature pyramid (Lin et al., arXiv:1612.03144) over a backbone.</summary>
public sealed record PyramidOptions
{
    /// <summary>
    /// Where the backbone is tapped, the finest first: names of stages, or the published name of a layer such as <c>features.13</c>,
    /// whose output (activation included) is then taken. Each is half the size of the one before, or of the same size.
    /// </summary>
    public required IReadOnlyList<string> Taps { get; init; }

    /// <summary>Channels of every level.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Coarser levels on top.</summary>
    public PyramidExtra Extra { get; init; } = PyramidExtra.Pool;

    /// <summary>How many levels <see cref="PyramidExtra.Pool"/> adds: more than one where the backbone ends early (SqueezeNet at stride 16).</summary>
    public int Pools { get; init; } = 1;

    /// <summary>Batch norm after each of its convolutions, which then have no bias (torchvision's v2).</summary>
    public bool HasNorm { get; init; }
}
