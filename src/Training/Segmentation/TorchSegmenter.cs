using System.Runtime.InteropServices;
using Graft.Imaging;
using Graft.Networks;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>A segmentation network on torch, as it predicts: images of any size, filled up to what the network needs.</summary>
public sealed class TorchSegmenter : IDisposable
{
    private readonly int _multiple;
    private readonly TorchGraph _model;
    private readonly PixelNormaliser _normaliser;

    /// <summary>Takes over copies of the parameters.</summary>
    /// <exception cref="GraftException">A parameter is missing or has another shape.</exception>
    public TorchSegmenter(Graph graph, ParameterSet parameters, Preprocess preprocess, TorchGraphOptions? options = null)
    {
        _model = new TorchGraph(graph.WithoutAuxiliary(), parameters, options);
        _multiple = SegmentationCatalogue.SizeMultipleOf(graph.Name);
        _normaliser = new PixelNormaliser(preprocess);
    }

    /// <summary>Probabilities of images.</summary>
    /// <param name="images">count x height x width x 3 bytes, RGB.</param>
    /// <param name="count">Images.</param>
    /// <param name="height">Their height.</param>
    /// <param name="width">Their width.</param>
    /// <returns>count x classes x height x width.</returns>
    public float[] Probabilities(ReadOnlySpan<byte> images, int count, int height, int width)
    {
        var values = new float[images.Length];
        _normaliser.Apply(images, values);
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var input = functional.pad(Images.From(values, count, height, width), [0, Missing(width), 0, Missing(height)]);
        var logits = _model.Forward(input, isTraining: false).Output.narrow(2, 0, height).narrow(3, 0, width);
        return MemoryMarshal.Cast<byte, float>(logits.softmax(1).contiguous().bytes).ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private int Missing(int side) => (_multiple - side % _multiple) % _multiple;
}
