using System.Globalization;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using Graft.Networks;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>
/// What made a face descriptor. Two descriptors can be compared only if all of this is the same; a gallery is bound to it.
/// </summary>
/// <param name="Descriptor">Name of the network, such as <c>dlib_face_resnet</c>.</param>
/// <param name="WeightsHash">SHA-256 of the file with its weights, hexadecimal, lower case.</param>
/// <param name="PreprocessHash">Hash of how pixels become the network's input (order of the channels, mean, scale).</param>
/// <param name="Alignment">How the face is cut out: <c>dlib150</c> or <c>arcface112</c>.</param>
/// <param name="Metric">How two descriptors are compared: <c>euclidean</c> or <c>cosine</c>.</param>
/// <param name="Dimension">Values in a descriptor.</param>
public sealed record FaceContract(string Descriptor, string WeightsHash, string PreprocessHash, string Alignment, string Metric, int Dimension)
{
    /// <summary>The metrics.</summary>
    internal const string Euclidean = "euclidean", Cosine = "cosine";

    // What its author sets for the faces of LFW.
    private const double ThresholdOfDlib = 0.6;

    /// <summary>
    /// Licence of a network that is not the bundled one, as its contract says: SPDX identifier or a sentence. It does not decide what can be compared; a
    /// gallery keeps it.
    /// </summary>
    public string? Licence { get; init; }

    /// <summary>Where such a network comes from.</summary>
    public string? Source { get; init; }

    /// <summary>The distance below which the author of such a network takes two faces for one person; null where none is set.</summary>
    public double? Threshold { get; init; }

    /// <summary>That distance of the bundled network too, which has no other licence.</summary>
    internal double? AuthorsThreshold =>
        Threshold ?? (Licence is null && Metric == Euclidean && Alignment == FaceAlignment.Dlib150.Name ? ThresholdOfDlib : null);

    /// <summary>The bundled network's name, or that of another with its licence.</summary>
    internal string Described => Licence is null ? Descriptor : $"{Descriptor} ({LicenceTerms.Describe(Licence)})";

    /// <summary>Whether only the directions of descriptors are compared.</summary>
    internal bool IsCosine => Metric == Cosine;

    /// <summary>SHA-256 of all of it, hexadecimal, lower case.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        Descriptor, WeightsHash, PreprocessHash, Alignment, Metric, Dimension.ToString(CultureInfo.InvariantCulture)))));

    /// <summary>How far two descriptors of this contract are apart: 0 for the same; cosine distances are one less the cosine.</summary>
    /// <exception cref="ArgumentException">One has another number of values.</exception>
    public double Distance(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        if (one.Length != Dimension || other.Length != Dimension)
            throw new ArgumentException($"A descriptor has {Dimension} values, not {(one.Length != Dimension ? one.Length : other.Length)}.", nameof(other));
        return IsCosine ? 1 - TensorPrimitives.CosineSimilarity(one, other) : TensorPrimitives.Distance(one, other);
    }
}
