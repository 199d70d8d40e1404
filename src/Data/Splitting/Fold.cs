namespace Graft.Data;

/// <summary>One of k rounds of cross-validation; over all folds each image is validated once.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Train">Images to learn from, sorted by name.</param>
/// <param name="Validation">Images held out, sorted by name.</param>
public sealed record Fold(int Index, IReadOnlyList<Sample> Train, IReadOnlyList<Sample> Validation)
{
    /// <summary>Classes without an image in one split of this fold; never errors.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
