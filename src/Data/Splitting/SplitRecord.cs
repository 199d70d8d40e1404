using System.Text.Json.Serialization;

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

    /// <summary>Those of <see cref="Train"/> that were added from elsewhere: other names are of the data set. Null where nothing was to be added.</summary>
    public IReadOnlyList<string>? Added { get; init; }

    /// <summary>SHA-256 of the images that are learned from, in the order of their names; a model file holds them in short.</summary>
    [JsonIgnore]
    internal IReadOnlyList<string> TrainHashes { get; init; } = [];

    /// <summary>The same of those that are validated with.</summary>
    [JsonIgnore]
    internal IReadOnlyList<string> ValidationHashes { get; init; } = [];

    /// <summary>The record of a split, whatever its samples are.</summary>
    /// <param name="split">The split.</param>
    /// <param name="classes">The classes in the order of the labels.</param>
    /// <param name="examination">What was found out about the images.</param>
    /// <param name="nameOf">A sample's name.</param>
    internal static SplitRecord Of<TSample>(Split<TSample> split, IReadOnlyList<string> classes, Examination examination, Func<TSample, string> nameOf)
    {
        var hashes = examination.Hashes();
        return new(split.Seed, classes, [.. split.Train.Select(nameOf)], [.. split.Validation.Select(nameOf)], [.. split.Test.Select(nameOf)])
        {
            Fingerprint = DataFingerprint.Of(examination),
            TrainHashes = [.. split.Train.Select(sample => hashes[nameOf(sample)])],
            ValidationHashes = [.. split.Validation.Select(sample => hashes[nameOf(sample)])],
        };
    }
}
