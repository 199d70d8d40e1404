using Graft.Networks;
using TorchSharp;

namespace Graft.Training;

/// <summary>
/// Whether both layouts give the same answer for a network at the size it is trained at. They must; but libraries have had kernels for
/// single shapes that were wrong on single processors, and nothing else would show it.
/// </summary>
internal static class LayoutCheck
{
    private const int Pictures = 2;
    private const double Tolerance = 1e-2; // wrong kernels are off by the size of the values themselves

    public static bool Agrees(TrainingJob job)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var (height, width) = (job.Preprocess.Height, job.Preprocess.Width);
        var noise = new float[Pictures * height * width * 3];
        var random = new SeededRandom(1);
        for (var i = 0; i < noise.Length; i++) noise[i] = (float)random.Uniform(-2, 2);
        var input = Training.Pictures.From(noise, Pictures, height, width);
        var graph = job.Graph.WithoutAuxiliary();
        if (graph.CanSplitBefore(graph.Stages[^1].Name)) graph = graph.SplitBefore(graph.Stages[^1].Name).Prefix ?? graph; // a fresh head's values are too small to tell
        var (expected, found) = (Run(MemoryLayout.ChannelsFirst), Run(MemoryLayout.ChannelsLast));
        return found.sub(expected).norm().ToDouble() <= Tolerance * expected.norm().ToDouble();

        torch.Tensor Run(MemoryLayout layout)
        {
            using var model = new TorchGraph(graph, job.Parameters, new TorchGraphOptions { Layout = layout });
            return model.Forward(input, isTraining: false).Output.flatten(1);
        }
    }
}
