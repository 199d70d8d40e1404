using Graft.Networks;
using Graft.Runtime;

namespace Graft.Tests.Artifacts;

/// <summary>Graphs through OnnxWriter and ONNX Runtime.</summary>
internal static class OnnxRun
{
    /// <summary>Output for a batch of floats, N x C x H x W or N x F.</summary>
    public static HostTensor Floats(Graph graph, ParameterSet parameters, HostTensor input)
    {
        using var forward = new OnnxForwardFactory().Create(graph, parameters, [.. input.Shape.Skip(1)]);
        return Floats(forward, input);
    }

    public static HostTensor Floats(OnnxForward forward, HostTensor input)
    {
        var count = input.Shape[0];
        int[] shape = [count, .. forward.OutputShape];
        var output = new float[shape.Aggregate((product, dimension) => product * dimension)];
        forward.Run(input.Data.AsSpan(), count, output);
        return new(shape, output);
    }

    /// <summary>One operation or a few on a small input, without parameters unless given.</summary>
    public static float[] Small(int[] shape, float[] values, Func<GraphBuilder, int> operations, ParameterSet? parameters = null)
    {
        var builder = new GraphBuilder("small", shape[0]);
        builder.Begin("stem");
        var output = operations(builder);
        builder.End(output, 1);
        return Floats(builder.Build(output), parameters ?? new(), new([1, .. shape], values)).Data;
    }
}
