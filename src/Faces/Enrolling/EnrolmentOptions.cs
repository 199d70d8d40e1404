using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Faces;

/// <summary>How strictly photographs are reviewed before they are enrolled.</summary>
internal enum ReviewLevel
{
    /// <summary>One face above the floor, no duplicate, not nearer to another person than to its own, and not the odd one out.</summary>
    Standard,

    /// <summary>One face that can be described.</summary>
    Off,

    /// <summary>As standard, and no other person within the threshold, and all of a person's faces within it of their middle one.</summary>
    Strict,
}

/// <summary>How photographs are enrolled.</summary>
internal sealed record EnrolmentOptions
{
    public ReviewLevel Review { get; init; }

    /// <summary>Of several faces takes the largest.</summary>
    public bool PickLargest { get; init; }

    /// <summary>What a face must reach; null for no floor.</summary>
    public FaceQualityFloor? Floor { get; init; } = FaceQualityFloor.Enrolling;

    /// <summary>Whether the faces themselves are kept, to be described again by another network.</summary>
    public bool KeepsCrops { get; init; }

    public string? Purpose { get; init; }

    public DateTimeOffset? Expires { get; init; }
}

/// <summary>A person's photographs.</summary>
internal sealed record PersonImages(string Name, IReadOnlyList<string> Files)
{
    /// <summary>Which face of a photograph is meant, by its file; where none is given, the photograph must have one face.</summary>
    public IReadOnlyDictionary<string, NamedFace> Faces { get; init; } = new Dictionary<string, NamedFace>();
}

/// <summary>A face of a photograph to which somebody gave a name.</summary>
/// <param name="Box">Where it was, in pixels.</param>
/// <param name="Hash">SHA-256 of the photograph when it was named, hexadecimal.</param>
internal sealed record NamedFace(Box Box, string Hash);

/// <summary>What became of a photograph.</summary>
internal enum EnrolmentStatus
{
    /// <summary>It is in the gallery now.</summary>
    Enrolled,

    /// <summary>It was in the gallery already.</summary>
    Known,

    /// <summary>It is not in the gallery.</summary>
    Refused,
}

/// <summary>A photograph and what became of it.</summary>
/// <param name="Person">The name.</param>
/// <param name="File">The photograph.</param>
/// <param name="Status">What became of it.</param>
internal sealed record EnrolmentItem(string Person, string File, EnrolmentStatus Status)
{
    /// <summary>Why it was refused.</summary>
    public string? Reason { get; init; }

    /// <summary>What was measured: <c>faces</c>, a component of quality, or <c>distance</c>.</summary>
    public string? Measure { get; init; }

    /// <summary>Its value.</summary>
    public double? Value { get; init; }

    /// <summary>What it had to be.</summary>
    public double? Limit { get; init; }

    /// <summary>A refusal.</summary>
    public static EnrolmentItem Refuse(string person, string file, string reason, string? measure = null, double? value = null, double? limit = null) =>
        new(person, file, EnrolmentStatus.Refused) { Reason = reason, Measure = measure, Value = value, Limit = limit };
}
