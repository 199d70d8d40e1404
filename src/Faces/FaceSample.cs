using Graft.Runtime;

namespace Graft.Faces;

/// <summary>A face of a person as a gallery takes it.</summary>
/// <param name="Descriptor">Of the gallery's contract.</param>
/// <param name="ContentHash">SHA-256 of the image file, hexadecimal: the same file is taken once for a person.</param>
public sealed record FaceSample(ReadOnlyMemory<float> Descriptor, string ContentHash)
{
    /// <summary>Where the file is, or null.</summary>
    public string? Source { get; init; }

    /// <summary>How well the face can be recognised, or null.</summary>
    public FaceQuality? Quality { get; init; }

    /// <summary>Whether somebody confirmed a recognised face, in place of an enrolled one.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>The face itself, to be described again by another network, or null: a photograph of the person, and not kept unless it is given.</summary>
    public FaceCrops? Crops { get; init; }

    /// <summary>When it was added first; now where null.</summary>
    internal DateTimeOffset? Added { get; init; }
}
