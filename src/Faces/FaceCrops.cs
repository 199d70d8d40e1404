using System.Numerics;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Faces;

/// <summary>
/// A face as it is cut out for each alignment, so that another network can describe it without the photograph. It is a photograph of the person itself: a
/// gallery keeps it encrypted with the person's key, and only where it is given.
/// </summary>
public sealed class FaceCrops
{
    internal FaceCrops(IReadOnlyDictionary<string, byte[]> images) => Images = images;

    /// <summary>Of each alignment a PNG.</summary>
    internal IReadOnlyDictionary<string, byte[]> Images { get; }

    /// <summary>Cuts a face out.</summary>
    /// <param name="image">The photograph.</param>
    /// <param name="landmarks">68 landmarks in its pixels, as <see cref="Face.Landmarks"/>.</param>
    /// <exception cref="ArgumentException">There are not 68 landmarks.</exception>
    public static FaceCrops Of(RgbImage image, IReadOnlyList<Vector2> landmarks) => new(FaceAlignment.All.ToDictionary(alignment => alignment.Name,
        alignment => ImageEncoder.EncodePng(FaceAnalyzer.Align(image, landmarks, alignment.Name))));

    /// <summary>The face as a contract wants it; null where it was kept before there was that alignment.</summary>
    internal RgbImage? For(FaceContract contract) =>
        Images.TryGetValue(contract.Alignment, out var png) ? ImageFile.Decode(png, $"a face aligned as {contract.Alignment}") : null;
}
