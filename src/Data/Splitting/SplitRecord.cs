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
    /// <param name="split">The split.</param>
    /// <param name="classes">The classes in the order of the labels.</param>
    /// <param name="fingerprint">The data set's.</param>
    /// <param name="nameOf">A sample's name.</param>
    internal static SplitRecord Of<TSample>(Split<TSample> split, IReadOnlyList<string> classes, string fingerprint, Func<TSample, string> nameOf) =>
        new(split.Seed, classes, [.. split.Train.Select(nameOf)], [.. split.Validation.Select(nameOf)], [.. split.Test.Select(nameOf)])
        {
            Fingerprint = fingerprint,
        };
}
