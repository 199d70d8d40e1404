using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>An image's class.</summary>
/// <param name="Path">The file; empty for an image in memory.</param>
/// <param name="Scores">Probabilities in the order of the classes; empty when the image could not be read.</param>
/// <param name="Label">Index of the largest score; -1 when the image could not be read.</param>
/// <param name="ClassName">Its name, or an empty string.</param>
/// <param name="Score">Its probability, or 0.</param>
/// <param name="Failure">Why the image could not be read, or null.</param>
public sealed record ClassificationPrediction(
    string Path, IReadOnlyList<float> Scores, int Label, string ClassName, float Score, ImageException? Failure = null)
    : Prediction(Path, 0, 0, Failure)
{
    private protected override string Summary() => FormattableString.Invariant($"{ClassName} ({Score:0.000})");
}
