using Graft.Runtime;

namespace Graft.Faces;

/// <summary><c>graft faces detect</c> and <c>represent</c>.</summary>
/// <param name="Contract">What made the descriptors.</param>
/// <param name="Images">An entry an image.</param>
internal sealed record FacesDto(FaceContract Contract, IReadOnlyList<FaceImageDto> Images);

/// <summary>An image and its faces, the surest first.</summary>
internal sealed record FaceImageDto(string Path, IReadOnlyList<FaceDto> Faces)
{
    /// <summary>Why the image could not be read.</summary>
    public string? Error { get; init; }
}

/// <summary>A face: box as left, top, width and height, and landmarks, in pixels of the image.</summary>
internal sealed record FaceDto(IReadOnlyList<float> Box, double Score, double Roll)
{
    public IReadOnlyList<float[]>? Landmarks { get; init; }

    public FaceQuality? Quality { get; init; }

    /// <summary>Why it cannot be described.</summary>
    public string? Refusal { get; init; }

    public IReadOnlyList<float>? Descriptor { get; init; }

    /// <summary>Where it is the largest of its image and is compared: how many faces were found on that; null elsewhere.</summary>
    public int? FacesFound { get; init; }

    /// <summary>Left, top, width and height.</summary>
    public static IReadOnlyList<float> BoxOf(Face face) => [face.Box.X1, face.Box.Y1, face.Box.Width, face.Box.Height];

    /// <param name="face">The face.</param>
    /// <param name="withDescriptor">Whether its descriptor is said; it is biometric data.</param>
    /// <param name="withLandmarks">Whether its landmarks are: where the question is where faces are.</param>
    public static FaceDto Of(Face face, bool withDescriptor, bool withLandmarks) =>
        new(BoxOf(face), face.Score, face.Roll)
        {
            Landmarks = !withLandmarks || face.Landmarks.Count == 0 ? null : [.. face.Landmarks.Select(point => new[] { point.X, point.Y })],
            Quality = face.Quality,
            Refusal = face.Refusal,
            Descriptor = withDescriptor && !face.Descriptor.IsEmpty ? face.Descriptor.ToArray() : null,
        };
}
