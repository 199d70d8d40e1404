using System.Text.Json;
using Graft.Networks;

namespace Graft.Tests.Networks;

/// <summary>Small checkpoints written by torch (eng/make_checkpoint_fixtures.py) and the values they hold.</summary>
internal static class Fixtures
{
    private static readonly Dictionary<string, Dictionary<string, Expected>> _expected =
        JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, Expected>>>(File.ReadAllBytes(At("expected.json")), Json.Options)!;

    public sealed record Expected(int[] Shape, double[] Values);

    public static string At(string name) => Repository.At("test", "Networks", "Checkpoints", "fixtures", name);

    public static IReadOnlyDictionary<string, Expected> Values(string group) => _expected[group];

    /// <summary>The network of which zip.pth and its siblings hold the parameters.</summary>
    public static Graph Tiny(int classes = 2)
    {
        var g = new GraphBuilder("tiny");
        g.Begin("stem");
        var x = g.Norm("bn", g.Conv("conv", g.Input, 4, Window.Square(3)));
        g.End(x, 1);
        g.Begin("neck");
        x = g.Flatten(g.AdaptiveAveragePool(x), 4);
        g.End(x, 0);
        g.Begin("head");
        x = g.Linear("fc", x, classes);
        g.End(x, 0);
        return g.Build(x);
    }

    /// <summary>Every parameter of a graph set to one number.</summary>
    public static ParameterSet Filled(Graph graph, float value)
    {
        var set = new ParameterSet();
        foreach (var spec in graph.Parameters) set.Set(spec.Name, new(spec.Shape, [.. Enumerable.Repeat(value, (int)spec.Count)]));
        return set;
    }

    /// <summary>The tensors of tiny's checkpoint, to be altered and written.</summary>
    public static Dictionary<string, HostTensor> TinyTensors() =>
        Values("state").ToDictionary(pair => pair.Key, pair => new HostTensor(pair.Value.Shape, [.. pair.Value.Values.Select(value => (float)value)]));
}
