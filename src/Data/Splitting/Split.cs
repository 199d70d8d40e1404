namespace Graft.Data;

/// <summary>A data set in its splits; each split sorted by name, no image in two splits.</summary>
/// <typeparam name="TSample">What the task learns from: an image with its label, its objects or its mask.</typeparam>
/// <param name="Train">Images to learn from.</param>
/// <param name="Validation">Images to choose and stop by.</param>
/// <param name="Test">Images nothing was chosen by; empty unless the user gave a test split, or asked for one.</param>
/// <param name="Seed">The seed that drew it.</param>
public sealed record Split<TSample>(IReadOnlyList<TSample> Train, IReadOnlyList<TSample> Validation, IReadOnlyList<TSample> Test, ulong Seed)
{
    /// <summary>Classes that could not be put in each split, and the like; never errors.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>The same split of other samples, without the problems.</summary>
    internal Split<TOther> Of<TOther>(Func<TSample, TOther> other) =>
        new([.. Train.Select(other)], [.. Validation.Select(other)], [.. Test.Select(other)], Seed);
}
