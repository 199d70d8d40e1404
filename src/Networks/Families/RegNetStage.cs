namespace Graft.Networks.Families;

/// <summary>A run of equal blocks.</summary>
/// <param name="Depth">Number of blocks.</param>
/// <param name="Width">Width of all its convolutions.</param>
/// <param name="GroupWidth">Channels per group of the 3x3 convolution.</param>
internal sealed record RegNetStage(int Depth, int Width, int GroupWidth);
