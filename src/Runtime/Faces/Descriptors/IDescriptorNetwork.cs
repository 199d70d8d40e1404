using Graft.Networks;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>A network from aligned faces to descriptors. Thread-safe; each call runs on the calling thread alone.</summary>
internal interface IDescriptorNetwork : IDisposable
{
    /// <summary>What it makes descriptors of, and how they are compared.</summary>
    FaceContract Contract { get; }

    /// <summary>How faces are cut out for it.</summary>
    FaceAlignment Alignment { get; }

    /// <summary>Whether <see cref="FaceQuality.Stability"/> is measured: its floor is in the unit of the bundled network.</summary>
    bool HasStability { get; }

    /// <summary>Fills in the descriptors of aligned faces, one after the other.</summary>
    /// <param name="chips">count x Side x Side x 3 bytes, RGB.</param>
    /// <param name="count">Faces, at least 1.</param>
    /// <param name="descriptors">count x Dimension.</param>
    void Describe(ReadOnlySpan<byte> chips, int count, Span<float> descriptors);
}

/// <summary>The bundled network.</summary>
internal sealed class BundledDescriptor(FaceNetwork network, OnnxForward forward) : IDescriptorNetwork
{
    /// <inheritdoc/>
    public FaceContract Contract { get; } = ContractOf(network);

    /// <inheritdoc/>
    public FaceAlignment Alignment => FaceAlignment.Dlib150;

    /// <inheritdoc/>
    public bool HasStability => true;

    /// <summary>The contract of the bundled network, which need not be opened for it.</summary>
    public static FaceContract ContractOf(FaceNetwork network) =>
        new(network.Name, network.Sha256, network.Preprocess.Hash, FaceAlignment.Dlib150.Name, FaceContract.Euclidean, DlibResNet.Dimension);

    /// <inheritdoc/>
    public void Describe(ReadOnlySpan<byte> chips, int count, Span<float> descriptors) =>
        forward.RunHere(chips, count, descriptors, CancellationToken.None);

    /// <inheritdoc/>
    public void Dispose() => forward.Dispose();
}
