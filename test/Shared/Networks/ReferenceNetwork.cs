using Graft.Networks;

namespace Graft.Tests;

/// <summary>Networks filled by <see cref="ReferenceFill"/>.</summary>
internal static class ReferenceNetwork
{
    /// <summary>Every parameter of the graph, filled from its name.</summary>
    public static ParameterSet Parameters(Graph graph)
    {
        var tensors = new HostTensor[graph.Parameters.Count];
        Parallel.For(0, tensors.Length, i =>
            tensors[i] = new HostTensor(graph.Parameters[i].Shape, ReferenceFill.Tensor(graph.Parameters[i].Name, graph.Parameters[i].Shape)));
        var set = new ParameterSet();
        for (var i = 0; i < tensors.Length; i++) set.Set(graph.Parameters[i].Name, tensors[i]);
        return set;
    }

    /// <summary>Square pictures of that side in a batch, N x 3 x side x side.</summary>
    public static HostTensor Input(int count, int side) => new([count, 3, side, side], ReferenceFill.Input(count, 3, side, side));
}
