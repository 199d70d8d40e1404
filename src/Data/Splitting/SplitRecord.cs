namespace Graft.Data;

/// <summary>What <c>split.json</c> holds: names per split, enough to make the same split of the same images again.</summary>
/// <param name="Seed">The seed that drew it.</param>
/// <param name="Classes">The classes in the order of the labels.</param>
/// <param name="Train">Names, sorted.</param>
/// <param name="Validation">Names, sorted.</param>
/// <param name="Test">Names, sorted.</param>
internal sealed record SplitRecord(ulong Seed, IReadOnlyList<string> Classes, IReadOnlyList<string> Train, IReadOnlyList<string> Validation,
    IReadOnlyList<string> Test)
{
    /// <summary>Version of this layout.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The data set's <see cref="DataFingerprint"/>, when known.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The record of a split, whatever its samples are.</summary>
    /// <param name="seed">The seed that drew it.</param>
    /// <param name="classes">The classes in the order of the labels.</param>
    /// <param name="train">Samples to learn from.</param>
    /// <param name="validation">Samples that choose the epoch.</param>
    /// <param name="test">Samples that choose nothing.</param>
    /// <param name="nameOf">A sample's name.</param>
    internal static SplitRecord Of<T>(
        ulong seed,
        IReadOnlyList<string> classes,
        IReadOnlyList<T> train,
        IReadOnlyList<T> validation,
        IReadOnlyList<T> test,
        Func<T, string> nameOf) =>
        new(seed, classes, [.. train.Select(nameOf)], [.. validation.Select(nameOf)], [.. test.Select(nameOf)]);
}
