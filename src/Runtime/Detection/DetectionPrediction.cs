using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>The objects on an image.</summary>
/// <param name="Path">The file; empty for an image in memory.</param>
/// <param name="Objects">What was found, the surest first; empty when nothing was, or when the image could not be read.</param>
/// <param name="Width">Width of the image in pixels; 0 when it could not be read.</param>
/// <param name="Height">Height of the image in pixels; 0 when it could not be read.</param>
/// <param name="Failure">Why the image could not be read, or null.</param>
public sealed record DetectionPrediction(string Path, IReadOnlyList<FoundObject> Objects, int Width, int Height, ImageException? Failure = null)
    : Prediction(Path, Width, Height, Failure)
{
    private protected override string Summary() => Objects.Count == 0 ? "nothing" : string.Join("; ", Objects);
}
