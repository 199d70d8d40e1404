namespace Graft.Data;

/// <summary>A data set in its splits; each split sorted by name, no image in two splits.</summary>
/// <param name="Train">Images to learn from.</param>
/// <param name="Validation">Images to choose and stop by.</param>
/// <param name="Test">Images nothing was chosen by; empty unless the user gave a test split.</param>
/// <param name="Seed">The seed that drew it.</param>
public sealed record Split(IReadOnlyList<Sample> Train, IReadOnlyList<Sample> Validation, IReadOnlyList<Sample> Test, ulong Seed)
{
    /// <summary>Classes that could not be put in each split, and the like; never errors.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
