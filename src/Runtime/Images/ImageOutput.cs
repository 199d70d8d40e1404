using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>What a network answered to one image.</summary>
/// <param name="Path">The file.</param>
/// <param name="Values">The answer, C order; empty when the image could not be read.</param>
/// <param name="Failure">Why it could not be read, or null.</param>
public sealed record ImageOutput(string Path, ReadOnlyMemory<float> Values, ImageException? Failure);
