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
    /// <summary>
    /// <c>answer</c>; <c>unsure</c> where an answer would be wrong too often; <c>unlike</c> where the image is unlike those of the training. Null unless
    /// <see cref="RuntimeOptions.Abstain"/> was given, and for an image that could not be read.
    /// </summary>
    public string? Decision { get; init; }

    /// <summary>What the network keeps of the image; empty where it was not asked for, or the file has none.</summary>
    internal float[] Embedding { get; init; } = [];

    /// <summary>Whether the class may be given: always, unless the classifier abstains.</summary>
    internal bool IsAnswered => Decision is null or Decisions.Answer;

    private protected override string Summary() =>
        IsAnswered ? FormattableString.Invariant($"{ClassName} ({Score:0.000})") : FormattableString.Invariant($"{Decision} ({ClassName}, {Score:0.000})");
}
