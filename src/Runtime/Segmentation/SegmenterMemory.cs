using Graft.Networks;

namespace Graft.Runtime;

/// <summary>Estimates what an image takes while it goes through a segmentation network.</summary>
/// <param name="model">Name of the network.</param>
/// <param name="classes">Number of classes.</param>
internal sealed class SegmenterMemory(string model, int classes)
{
    // The network is convolutional: what it holds grows with the pixels. A side that every family takes.
    private const int Side = 256;

    // For a network that is not of the catalogue: the early maps of a deep one, some 64 channels at half of the size, of which several are alive.
    private const double Unknown = 320;

    private readonly Lazy<double> _bytesPerPixel = new(() => PerPixel(model, classes));

    /// <summary>Bytes of the network's values and its answer for an image of this size.</summary>
    public long BytesOf(int width, int height) => (long)((_bytesPerPixel.Value + sizeof(float) * classes) * width * height);

    private static double PerPixel(string model, int classes) => SegmentationCatalogue.TryFind(model) is { } entry
        ? (double)GraphMemory.Peak(entry.Build(classes).WithoutAuxiliary(), Side, Side) / (Side * Side)
        : Unknown;
}
