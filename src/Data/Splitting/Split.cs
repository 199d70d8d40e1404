namespace Graft.Data;

/// <summary>A data set on its sides; each side sorted by name, no picture on two sides.</summary>
/// <param name="Train">Pictures to learn from.</param>
/// <param name="Validation">Pictures to choose and stop by.</param>
/// <param name="Test">Pictures nothing was chosen by; empty unless the user gave a test side.</param>
/// <param name="Seed">The seed that drew it.</param>
public sealed record Split(IReadOnlyList<Sample> Train, IReadOnlyList<Sample> Validation, IReadOnlyList<Sample> Test, ulong Seed)
{
    /// <summary>Classes that could not be put on each side, and the like; never errors.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
