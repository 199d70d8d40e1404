using System.Numerics;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>A face on an image.</summary>
/// <param name="Box">Where, in pixels of the image as it is on disk (upright).</param>
/// <param name="Score">How sure the detector is that it is a face, 0..1.</param>
public sealed record Face(Box Box, double Score)
{
    /// <summary>The 68 landmarks in pixels of the image, in the order of the iBUG 300-W annotation; empty when only faces were asked for.</summary>
    public IReadOnlyList<Vector2> Landmarks { get; init; } = [];

    /// <summary>Turn of the face in the plane of the image in degrees, clockwise, -180..180.</summary>
    public double Roll { get; init; }

    /// <summary>How well it can be recognised; null when only faces were asked for.</summary>
    public FaceQuality? Quality { get; init; }

    /// <summary>Why the face cannot be described (landmarks that cannot be a face's), or null.</summary>
    public string? Refusal { get; init; }

    /// <summary>The descriptor, <see cref="FaceContract.Dimension"/> values; empty when the face was not, or cannot be, described.</summary>
    public ReadOnlyMemory<float> Descriptor { get; init; }
}
