using Graft.Imaging;
using Graft.Runtime;
using Graft.Serving;

namespace Graft.ServingFaces;

/// <summary>The faces on an image.</summary>
/// <param name="Path">What the client calls it.</param>
/// <param name="Faces">The surest first.</param>
/// <param name="Failure">Why the image could not be read, or null.</param>
internal sealed record FacesPrediction(string Path, IReadOnlyList<Face> Faces, ImageException? Failure = null) : Prediction(Path, 0, 0, Failure)
{
    private protected override string Summary() => Words.Count(Faces.Count, "face");
}
