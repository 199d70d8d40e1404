using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>An image's descriptor: images of one identity have descriptors that are near one another.</summary>
/// <param name="Path">The file; empty for an image in memory.</param>
/// <param name="Descriptor">Numbers of length 1; empty when the image could not be read.</param>
/// <param name="Failure">Why the image could not be read, or null.</param>
public sealed record IdentityPrediction(string Path, IReadOnlyList<float> Descriptor, ImageException? Failure = null) : Prediction(Path, 0, 0, Failure)
{
    /// <summary>How far two images are apart: one less the cosine, 0 for the same and 2 at most.</summary>
    /// <exception cref="ArgumentException">One of them could not be read, or they are of different models.</exception>
    public double DistanceFrom(IdentityPrediction other)
    {
        if (Descriptor.Count == 0 || Descriptor.Count != other.Descriptor.Count)
            throw new ArgumentException($"{Descriptor.Count} numbers cannot be compared with {other.Descriptor.Count}.", nameof(other));
        return 1 - Descriptor.Zip(other.Descriptor, (one, own) => (double)one * own).Sum();
    }

    private protected override string Summary() => $"{Descriptor.Count} numbers";
}
