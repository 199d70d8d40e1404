using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>A box in one picture of a batch.</summary>
/// <param name="Image">Which picture.</param>
/// <param name="Box">Where, in pixels as the network sees the picture.</param>
public readonly record struct Region(int Image, Box Box);
