using Graft.Networks;
using TorchSharp;

namespace Graft.Training;

/// <summary>
/// Whether a layout's float32 kernels give the answers of float64 for the trained part of a network at the size it is trained at. They must;
/// but libraries have had kernels for single shapes that were wrong on single processors, and nothing else would show it.
/// </summary>
internal sealed class LayoutCheck : IDisposable
{
    private const int Images = 2;
    private const double Tolerance = 1e-2; // wrong kernels are off by the size of the values themselves

    private readonly ParameterSet _parameters;
    private readonly Graph _graph;
    private readonly torch.Tensor _input, _expected;

    /// <param name="job">The training.</param>
    public LayoutCheck(TrainingJob job)
    {
        _parameters = job.Parameters;
        (_graph, var shape) = TrainedPart(job);
        using var scope = torch.NewDisposeScope();
        _input = Noise(shape).DetachFromDisposeScope();
        // Float64 has other kernels: none of the blocked ones whose answers are in doubt here.
        _expected = Run(new TorchGraphOptions { Layout = MemoryLayout.ChannelsFirst, ParameterType = torch.ScalarType.Float64 }).DetachFromDisposeScope();
    }

    /// <summary>Whether this layout is right.</summary>
    public bool Agrees(MemoryLayout layout)
    {
        using var scope = torch.NewDisposeScope();
        var found = Run(new TorchGraphOptions { Layout = layout }).to_type(torch.ScalarType.Float64);
        return found.sub(_expected).norm().ToDouble() <= Tolerance * _expected.norm().ToDouble();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _input.Dispose();
        _expected.Dispose();
    }

    // Frozen stages run elsewhere where they can be cut off, and a fresh head's values are too small to tell.
    private static (Graph Graph, IReadOnlyList<int> Input) TrainedPart(TrainingJob job)
    {
        var (height, width) = (job.Preprocess.Height, job.Preprocess.Width);
        var graph = job.Graph.FittedTo(height, width).WithoutAuxiliary();
        IReadOnlyList<int> input = [graph.InputChannels, height, width];
        var (first, head) = (TrialTurns.PhaseOf(job).TrainFrom, graph.Stages[^1].Name);
        if (job.Train is not ISizedImages && graph.CanSplitBefore(first) && graph.SplitBefore(first) is ({ } prefix, var suffix))
            (graph, input) = (suffix, prefix.Infer(height, width)[prefix.Output]);
        if (first != head && graph.CanSplitBefore(head)) graph = graph.SplitBefore(head).Prefix ?? graph;
        return (graph, input);
    }

    private static torch.Tensor Noise(IReadOnlyList<int> shape)
    {
        var random = new SeededRandom(1);
        var values = new float[Images * shape.Aggregate(1, (product, dimension) => product * dimension)];
        for (var i = 0; i < values.Length; i++) values[i] = (float)random.Uniform(-2, 2);
        return HostTensors.From(values, [Images, .. shape.Select(dimension => (long)dimension)]);
    }

    private torch.Tensor Run(TorchGraphOptions options)
    {
        using var noGradient = torch.no_grad();
        using var model = new TorchGraph(_graph, _parameters, options);
        return model.Forward(_input, isTraining: false).Output.flatten(1);
    }
}
