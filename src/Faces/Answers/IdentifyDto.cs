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
    /// <summary>What the face has in the table and in the drawing of the command line, from left to right; null of the service.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("face")]
    public int? Number { get; init; }

    public static IdentifiedFaceDto Of(Face face, FaceDecision answer) =>
        new(FaceDto.BoxOf(face), answer.Outcome.ToString().ToLowerInvariant(), answer.Name, answer.Nearest?.Distance,
            answer.StrangerRate, answer.Reason);
}
