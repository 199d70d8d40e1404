using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;
using TorchSharp;

namespace Graft.Training;

/// <summary>A detector on torch with the plain C# decoding, forward only: what an exported file is compared with. Not thread-safe.</summary>
public sealed class TorchDetector : IDisposable
{
    private readonly DetectionNetwork _network;
    private readonly DetectionTaskOptions _options;
    private readonly PixelNormaliser _normaliser;
    private readonly TorchGraph _trunk;
    private readonly IReadOnlyList<TorchGraph> _heads;

    /// <summary>Copies the parameters into torch.</summary>
    /// <param name="network">The detector.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="preprocess">The contract of its input.</param>
    /// <param name="options">Which proposals and detections are kept.</param>
    public TorchDetector(DetectionNetwork network, ParameterSet parameters, Preprocess preprocess, DetectionTaskOptions? options = null)
    {
        (_network, _options, _normaliser) = (network, options ?? new(), new PixelNormaliser(preprocess));
        _trunk = new TorchGraph(network.Trunk, parameters);
        _heads = [.. network.Heads.Select(head => new TorchGraph(head, parameters))];
    }

    /// <summary>Detections of each image in pixels of the input, the surest first.</summary>
    /// <param name="images">count x Height x Width x 3 bytes.</param>
    /// <param name="count">Images.</param>
    /// <param name="size">Their size, both sides multiples of 32.</param>
    /// <param name="real">Size of each image within it, from the upper left; null where all fill it.</param>
    public IReadOnlyList<IReadOnlyList<Detection>> Run(ReadOnlySpan<byte> images, int count, (int Height, int Width) size, IReadOnlyList<(int Height, int Width)>? real = null)
    {
        var values = new float[images.Length];
        _normaliser.Apply(images, values);
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var output = _trunk.Forward(Images.From(values, count, size.Height, size.Width), isTraining: false) with { Heads = _heads };
        return DetectionForward.Run(_network, output, size, _options, real);
    }

    /// <summary>Proposals of a detector as it predicts: what an exported file must use too.</summary>
    public static ProposalOptions ProposalsOf(DetectionNetwork network, DetectionTaskOptions? options = null) => DetectionForward.ProposalsOf(network, options ?? new());

    /// <inheritdoc/>
    public void Dispose()
    {
        _trunk.Dispose();
        foreach (var head in _heads) head.Dispose();
    }
}
