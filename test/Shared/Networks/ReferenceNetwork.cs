using Graft.Networks;

namespace Graft.Tests;

/// <summary>Networks filled by <see cref="ReferenceFill"/>.</summary>
internal static class ReferenceNetwork
{
    /// <summary>Every parameter of the graph, filled from its name; buffers of known values have those.</summary>
    public static ParameterSet Parameters(Graph graph)
    {
        var tensors = new HostTensor[graph.Parameters.Count];
        Parallel.For(0, tensors.Length, i =>
            tensors[i] = new HostTensor(graph.Parameters[i].Shape, Values(graph.Parameters[i])));
        var set = new ParameterSet();
        for (var i = 0; i < tensors.Length; i++) set.Set(graph.Parameters[i].Name, tensors[i]);
        return set;
    }

    private static float[] Values(ParameterSpec spec) => spec.Role switch
    {
        ParameterRole.PositionIndex => RelativePositions.Index((int)Math.Round(Math.Sqrt(Math.Sqrt(spec.Count)))),
        ParameterRole.PositionCoordinates => RelativePositions.Coordinates((spec.Shape[1] + 1) / 2),
        _ => ReferenceFill.Tensor(spec.Name, spec.Shape),
    };

    /// <summary>Square images of that side in a batch, N x 3 x side x side.</summary>
    public static HostTensor Input(int count, int side) => new([count, 3, side, side], ReferenceFill.Input(count, 3, side, side));
}
