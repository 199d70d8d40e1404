using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>A box in one image of a batch.</summary>
/// <param name="Image">Which image.</param>
/// <param name="Box">Where, in pixels as the network sees the image.</param>
public readonly record struct Region(int Image, Box Box);
