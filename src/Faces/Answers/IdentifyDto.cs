using Graft.Runtime;

namespace Graft.Faces;

/// <summary><c>graft faces identify</c>.</summary>
/// <param name="Gallery">The file.</param>
/// <param name="Threshold">Below it a face is a match.</param>
/// <param name="NoMatchThreshold">From it on a face is unknown.</param>
/// <param name="Evidence">What the thresholds rest on.</param>
/// <param name="Images">An entry an image.</param>
internal sealed record IdentifyDto(string Gallery, double Threshold, double NoMatchThreshold, string Evidence, IReadOnlyList<IdentifiedImageDto> Images);

/// <summary>An image.</summary>
internal sealed record IdentifiedImageDto(string Path, string? Error, IReadOnlyList<IdentifiedFaceDto> Faces);

/// <summary>A face; the nearest person is said only where it is not excluded.</summary>
internal sealed record IdentifiedFaceDto(IReadOnlyList<float> Box, string Outcome, string? Name, double? Distance, double? StrangerRate, string? Reason)
{
    /// <summary>Its number on the image, from left to right.</summary>
    public required int Face { get; init; }

    public static IdentifiedFaceDto Of(NumberedAnswer one)
    {
        var (face, answer) = (one.Face, one.Answer);
        return new(FaceDto.BoxOf(face), answer.Outcome.ToString().ToLowerInvariant(), answer.Name, answer.Nearest?.Distance, answer.StrangerRate, answer.Reason)
        {
            Face = one.Number,
        };
    }
}

/// <summary>A face with its answer.</summary>
/// <param name="Number">From 1 on, from left to right by the left edge of the box.</param>
/// <param name="Face">The face.</param>
/// <param name="Answer">Who it is.</param>
internal sealed record NumberedAnswer(int Number, Face Face, FaceDecision Answer)
{
    /// <summary>The faces of an image in the order of their numbers.</summary>
    /// <param name="faces">In any order.</param>
    /// <param name="identify">The answers of faces, in their order.</param>
    public static IReadOnlyList<NumberedAnswer> Of(IReadOnlyList<Face> faces, Func<IReadOnlyList<Face>, IReadOnlyList<FaceDecision>> identify)
    {
        List<Face> ordered = [.. faces.OrderBy(face => face.Box.X1).ThenBy(face => face.Box.Y1)];
        return [.. ordered.Zip(identify(ordered)).Select((pair, at) => new NumberedAnswer(at + 1, pair.First, pair.Second))];
    }
}
