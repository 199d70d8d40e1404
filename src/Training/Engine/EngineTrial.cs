using System.Diagnostics;
using Graft.Networks;
using TorchSharp;

namespace Graft.Training;

/// <summary>Times a few training steps of small networks.</summary>
internal static class EngineTrial
{
    private const int Batch = 4, Side = 56, Steps = 4;

    public static KindSpeed Dense() => Measure(b =>
    {
        var x = b.Relu(b.Norm("n1", b.Conv("c1", b.Input, 64, Window.Square(3, padding: 1))));
        x = b.Relu(b.Norm("n2", b.Conv("c2", x, 64, Window.Square(3, padding: 1))));
        return b.Relu(b.Norm("n3", b.Conv("c3", x, 128, Window.Square(3, stride: 2, padding: 1))));
    });

    public static KindSpeed Depthwise() => Measure(b =>
    {
        var x = b.Activate(b.Norm("n1", b.Conv("c1", b.Input, 144, Window.Square(1))), Activation.Relu6);
        x = b.Activate(b.Norm("n2", b.Conv("c2", x, 144, Window.Square(3, padding: 1), groups: 144)), Activation.Relu6);
        x = b.Norm("n3", b.Conv("c3", x, 32, Window.Square(1)));
        x = b.Activate(b.Norm("n4", b.Conv("c4", x, 144, Window.Square(1))), Activation.Relu6);
        return b.Activate(b.Norm("n5", b.Conv("c5", x, 144, Window.Square(5, stride: 2, padding: 2), groups: 144)), Activation.Relu6);
    });

    private static KindSpeed Measure(Func<GraphBuilder, int> write)
    {
        var builder = new GraphBuilder("trial", channels: 32);
        builder.Begin("head");
        var output = write(builder);
        builder.End(output, 2);
        var graph = builder.Build(output);
        var tryBfloat16 = EngineSetup.Info.HasBfloat16; // elsewhere it is emulated, and would take most of a minute
        return new KindSpeed(
            Time(graph, MemoryLayout.ChannelsFirst, Precision.Float32), Time(graph, MemoryLayout.ChannelsLast, Precision.Float32),
            tryBfloat16 ? Time(graph, MemoryLayout.ChannelsFirst, Precision.Bfloat16) : 0,
            tryBfloat16 ? Time(graph, MemoryLayout.ChannelsLast, Precision.Bfloat16) : 0);
    }

    private static double Time(Graph graph, MemoryLayout layout, Precision precision)
    {
        using var model = new TorchGraph(graph, ParameterInitialiser.Create(graph, 1), new TorchGraphOptions { Layout = layout, Precision = precision });
        model.TrainFrom("head", fixStatistics: false);
        var best = double.MaxValue;
        for (var step = 0; step < Steps; step++)
        {
            using var scope = torch.NewDisposeScope();
            var input = torch.ones(Batch, Side, Side, 32).permute(0, 3, 1, 2);
            var watch = Stopwatch.StartNew();
            model.Forward(input, isTraining: true).Output.mean().backward();
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
            foreach (var parameter in model.Trainable) parameter.Value.grad = null;
        }
        return best;
    }
}
