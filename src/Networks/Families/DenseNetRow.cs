namespace Graft.Networks.Families;

/// <summary>One DenseNet.</summary>
/// <param name="Depths">Layers of each of the four dense blocks.</param>
internal sealed record DenseNetRow(int[] Depths)
{
    /// <summary>Channels that each layer adds.</summary>
    public int Growth { get; init; } = 32;

    /// <summary>Width of the first convolution.</summary>
    public int Stem { get; init; } = 64;
}
