using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>What a network answered to one picture.</summary>
/// <param name="Path">The file.</param>
/// <param name="Values">The answer, C order; empty when the picture could not be read.</param>
/// <param name="Failure">Why it could not be read, or null.</param>
public sealed record PictureOutput(string Path, ReadOnlyMemory<float> Values, ImageException? Failure);
