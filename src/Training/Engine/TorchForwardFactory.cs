using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Training;

/// <summary>Runs graphs forward on torch, for programs without ONNX Runtime and for comparing with it.</summary>
internal sealed class TorchForwardFactory(TorchGraphOptions? options = null) : IForwardFactory
{
    /// <inheritdoc/>
    public IForward Create(Graph graph, ParameterSet parameters, Preprocess preprocess) =>
        new TorchForward(new TorchGraph(graph, parameters, options), preprocess);
}
