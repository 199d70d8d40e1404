using System.Globalization;
using Graft.Runtime;

namespace Graft.Faces;

/// <summary>Whether two faces are of one person, as <c>graft faces verify</c> and the service say it.</summary>
internal static class FaceComparison
{
    /// <summary>The largest of an image's faces, which is the one that is compared; null where there is none.</summary>
    public static Face? Largest(IReadOnlyList<Face> faces) => faces.MaxBy(face => face.Box.Area);

    /// <summary>Compares.</summary>
    /// <param name="contract">What made the descriptors.</param>
    /// <param name="first">What an image is called, and the faces that were found on it, of which the largest is compared.</param>
    /// <param name="second">Another.</param>
    /// <param name="threshold">Below it is a match, and what it rests on.</param>
    public static VerifyDto Of(FaceContract contract, (string Image, IReadOnlyList<Face> Faces) first, (string Image, IReadOnlyList<Face> Faces) second,
        (double Value, string Evidence) threshold) =>
        Of(contract, (first.Image, Largest(first.Faces)), (second.Image, Largest(second.Faces)), threshold, (first.Faces.Count, second.Faces.Count));

    /// <summary>Says that there were other faces; null where there were none.</summary>
    /// <param name="image">What the image is called.</param>
    /// <param name="found">Faces on it.</param>
    /// <param name="largest">Left, top, width and height of the largest.</param>
    /// <param name="done">What is done with it: compared, searched.</param>
    public static string? Others(string image, int? found, IReadOnlyList<float>? largest, string done) => found > 1 && largest is not null
        ? string.Create(CultureInfo.InvariantCulture, $"{found} faces on {image}; the largest, at ({largest[0]:0}, {largest[1]:0}), is {done}") : null;

    private static VerifyDto Of(FaceContract contract, (string Image, Face? Face) first, (string Image, Face? Face) second,
        (double Value, string Evidence) threshold, (int First, int Second) found)
    {
        var reason = Reason(first.Image, first.Face) ?? Reason(second.Image, second.Face);
        double? distance = first.Face is { Descriptor.IsEmpty: false } one && second.Face is { Descriptor.IsEmpty: false } other
            ? contract.Distance(one.Descriptor.Span, other.Descriptor.Span) : null;
        return new VerifyDto(reason is not null ? "undecided" : distance < threshold.Value ? "match" : "no match", distance, threshold.Value)
        {
            Evidence = threshold.Evidence,
            Reason = reason,
            First = first.Face is null ? null : FaceDto.Of(first.Face, withDescriptor: false, withLandmarks: false) with { FacesFound = found.First },
            Second = second.Face is null ? null : FaceDto.Of(second.Face, withDescriptor: false, withLandmarks: false) with { FacesFound = found.Second },
        };
    }

    private static string? Reason(string image, Face? face) => face switch
    {
        null => $"no face is found on {image}",
        { Refusal: { } refusal } => $"the face on {image} cannot be described: {refusal}",
        { Quality: { } quality } when FloorWords.Below(FaceQualityFloor.Deciding, quality) is { } below => $"of the face on {image} the {below}",
        _ => null,
    };
}

/// <summary><c>graft faces verify</c>.</summary>
/// <param name="Decision"><c>match</c>, <c>no match</c> or <c>undecided</c>.</param>
/// <param name="Distance">Distance of the descriptors in the metric of their contract; null where one is missing.</param>
/// <param name="Threshold">Below it is a match.</param>
internal sealed record VerifyDto(string Decision, double? Distance, double Threshold)
{
    /// <summary>What the threshold rests on.</summary>
    public required string Evidence { get; init; }

    /// <summary>Why nothing was decided.</summary>
    public string? Reason { get; init; }

    public FaceDto? First { get; init; }

    public FaceDto? Second { get; init; }
}
