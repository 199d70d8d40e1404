using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Runtime;

/// <summary>Makes graphs ready to run on ONNX Runtime.</summary>
/// <param name="options">Cores to use, and pictures that run together.</param>
public sealed class OnnxForwardFactory(RuntimeOptions? options = null) : IForwardFactory
{
    private readonly RuntimeOptions _options = options ?? new();

    /// <inheritdoc/>
    public IForward Create(Graph graph, ParameterSet parameters, Preprocess preprocess) =>
        Create(graph, parameters, new OnnxOptions { Preprocess = preprocess });

    /// <summary>A runnable form of the part of a graph behind a cut.</summary>
    /// <param name="graph">The graph; its first node is the boundary.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="inputShape">The boundary for one picture: [C, H, W] or [F].</param>
    public OnnxForward Create(Graph graph, ParameterSet parameters, IReadOnlyList<int> inputShape) =>
        Create(graph, parameters, new OnnxOptions { InputShape = inputShape });

    private OnnxForward Create(Graph graph, ParameterSet parameters, OnnxOptions onnx) =>
        new(new OnnxSession(OnnxWriter.ToBytes(graph, parameters, onnx), graph.Name, OnnxWriter.Features, _options));
}
