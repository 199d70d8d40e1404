using Graft.Runtime;

namespace Graft.Faces;

/// <summary>Where faces come from: an image file to its faces with quality and descriptor.</summary>
internal interface IFaceSource
{
    /// <summary>What made the descriptors.</summary>
    FaceContract Contract { get; }

    /// <summary>The faces of an image.</summary>
    /// <exception cref="GraftException">The image is refused.</exception>
    IReadOnlyList<Face> Analyze(string file);

    /// <summary>The same of a file whose bytes were read already.</summary>
    /// <exception cref="GraftException">The image is refused.</exception>
    IReadOnlyList<Face> Analyze(string file, ReadOnlyMemory<byte> bytes);
}
