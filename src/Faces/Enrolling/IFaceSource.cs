using System.Security.Cryptography;
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
}

/// <summary>Hashes of image files.</summary>
internal static class ImageHash
{
    /// <summary>SHA-256 of the file, hexadecimal.</summary>
    /// <exception cref="GraftException">It cannot be read.</exception>
    public static string Of(string file)
    {
        try
        {
            using var stream = FileContent.Open(file);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception failure) when (FileContent.IsOfFiles(failure))
        {
            throw FileContent.Unreadable(file, failure);
        }
    }
}
