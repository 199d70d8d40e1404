namespace Graft.Tasks;

/// <summary>A classifier with the penalty that cross-validation chose.</summary>
public sealed record CrossValidatedFit
{
    /// <summary>Fitted on all images with <see cref="C"/>.</summary>
    public required LinearClassifier Classifier { get; init; }

    /// <summary>The penalty chosen.</summary>
    public required double C { get; init; }

    /// <summary>Every penalty tried, by rising C.</summary>
    public required IReadOnlyList<PenaltyScore> Path { get; init; }

    /// <summary>Number of folds used; fewer than asked for where there are fewer groups.</summary>
    public required int Folds { get; init; }

    /// <summary>
    /// N x C logits at the chosen penalty, each image by the classifier that had not seen it: for a temperature, or an honest
    /// metric without a validation set.
    /// </summary>
    public required float[] HeldOutLogits { get; init; }
}
