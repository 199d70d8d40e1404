using System.Runtime.InteropServices;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using TorchSharp;

namespace Graft.Training;

/// <summary>A graph on torch, forward only.</summary>
internal sealed class TorchForward(TorchGraph model, Preprocess preprocess) : IForward
{
    private readonly PixelNormaliser _normaliser = new(preprocess);
    private float[] _values = [];

    public IReadOnlyList<int> OutputShape { get; } = model.Graph.Infer(preprocess.Height, preprocess.Width)[model.Graph.Output];

    public void Run(ReadOnlySpan<byte> images, int count, Span<float> output)
    {
        if (_values.Length < images.Length) _values = new float[images.Length];
        _normaliser.Apply(images, _values);
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var inputs = Images.From(_values, count, preprocess.Height, preprocess.Width);
        var result = model.Forward(inputs, isTraining: false).Output.contiguous();
        MemoryMarshal.Cast<byte, float>(result.bytes).CopyTo(output);
    }

    public void Dispose() => model.Dispose();
}
