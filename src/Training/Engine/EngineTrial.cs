using System.Diagnostics;
using Graft.Networks;
using TorchSharp;

namespace Graft.Training;

/// <summary>Times a few training steps of small networks in both layouts.</summary>
internal static class EngineTrial
{
    private const int Batch = 4, Side = 56, Rounds = 6;

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
        MemoryLayout[] ways = [MemoryLayout.ChannelsFirst, MemoryLayout.ChannelsLast];
        var models = ways.Select(way => new TorchGraph(graph, ParameterInitialiser.Create(graph, 1), new TorchGraphOptions { Layout = way })).ToList();
        // In turns, so that a burst of other work on the machine does not hit one of them alone.
        var rounds = Enumerable.Range(0, Rounds).Select(_ => models.Select(Step).ToArray()).Skip(1).ToList();
        models.ForEach(model => model.Dispose());
        var best = ways.Select((_, way) => rounds.Min(round => round[way])).ToArray();
        var noise = ways.Select((_, way) => rounds.Select(round => round[way]).Order().ElementAt(rounds.Count / 2) / best[way]).Max();
        return new KindSpeed(best[0], best[1]) { Noise = noise };
    }

    private static double Step(TorchGraph model)
    {
        using var scope = torch.NewDisposeScope();
        model.TrainFrom("head", fixStatistics: false);
        var input = torch.ones(Batch, Side, Side, 32).permute(0, 3, 1, 2);
        var watch = Stopwatch.StartNew();
        model.Forward(input, isTraining: true).Output.mean().backward();
        return watch.Elapsed.TotalMilliseconds;
    }
}
