using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Tests.Artifacts;

public sealed class QuantiserTests
{
    private const int Count = 4;

    // Measured 0.007 to 0.037; networks of narrow depthwise convolutions 0.051 to 0.076.
    private static readonly Dictionary<string, double> Furthest = new()
    {
        ["mobilenet_v2_tiny"] = 0.1,
        ["mobilenet_v3_tiny"] = 0.075,
        ["mnasnet_tiny"] = 0.075,
        ["maxvit_twin"] = 0.075,
    };

    public static TheoryData<string> Twins => [.. ModelCatalogue.Twins];

    [Theory, MemberData(nameof(Twins))]
    public void A_network_of_8_bits_answers_nearly_like_that_of_32(string name)
    {
        var (graph, parameters, contract) = Network(name);
        if (Layers(graph, parameters, contract, []) is not { Count: > 0 } layers)
        {
            Assert.Contains(graph.Nodes, node => node.Operation is not Operation.Convolution); // attention and norms alone
            return;
        }

        var single = Answers(graph, parameters, contract, OnnxForm.Single);
        var quantised = Answers(graph, parameters, contract, Form(graph, parameters, contract));

        Assert.InRange(QuantisedProbes.Distance(single, quantised), double.Epsilon, Furthest.GetValueOrDefault(name, 0.05));
        Assert.DoesNotContain(layers, layer => layer.Loss > 0.01);
    }

    [Fact]
    public void The_last_layer_and_those_that_are_kept_stay_in_32_bits()
    {
        var (graph, parameters, contract) = Network("resnet_tiny");
        var all = Layers(graph, parameters, contract, []).Select(layer => layer.Name).ToList();
        Assert.Contains("conv1", all);
        Assert.DoesNotContain("fc", all);

        Assert.Equal(all.Where(name => name != "conv1"), Layers(graph, parameters, contract, ["stem"]).Select(layer => layer.Name));
        Assert.Equal(all.Where(name => !name.StartsWith("layer2.", StringComparison.Ordinal)),
            Layers(graph, parameters, contract, ["layer2"]).Select(layer => layer.Name));
    }

    [Theory]
    [InlineData("stage9")]
    [InlineData("")]
    public void A_name_that_the_network_does_not_have_is_refused_with_those_it_has(string name)
    {
        var (graph, parameters, contract) = Network("resnet_tiny");
        var refusal = Assert.Throws<GraftException>(() => Layers(graph, parameters, contract, ["stem", name]));
        Assert.Contains($"no stage or layer '{name}'", refusal.Message);
        Assert.Contains("stem, ", refusal.Message);
        Assert.Contains("conv1", refusal.Message);
    }

    [Fact]
    public void Weights_take_a_quarter()
    {
        var (graph, parameters, contract) = Network("resnet_tiny");
        var options = new OnnxOptions { Preprocess = contract };
        var single = OnnxWriter.ToBytes(graph, parameters, options);
        var quantised = OnnxWriter.ToBytes(graph, parameters, options with { Form = Form(graph, parameters, contract) });
        var weights = graph.Nodes.Sum(node => node.Operation is Operation.Convolution c ? parameters[$"{c.Name}.weight"].Data.Length : 0);
        Assert.True(quantised.Length < single.Length - 2 * weights, $"{quantised.Length} of {single.Length}, {weights} weights");
    }

    [Fact]
    public void A_range_that_is_missing_is_an_error()
    {
        var (graph, parameters, contract) = Network("resnet_tiny");
        var refusal = Assert.Throws<GraftException>(() => OnnxWriter.ToBytes(graph, parameters,
            new OnnxOptions { Preprocess = contract, Form = new OnnxForm { Quantisation = new(new Dictionary<string, ActivationRange>()) } }));
        Assert.Contains("The range of", refusal.Message);
    }

    private static (Graph Graph, ParameterSet Parameters, Preprocess Contract) Network(string name)
    {
        var graph = ModelCatalogue.Build(name, 5);
        var side = ModelCatalogue.Find(name).InputSize;
        return (graph, ReferenceNetwork.Parameters(graph), Preprocess.ImageNet(side, side));
    }

    private static byte[] Images(Preprocess contract) => [.. Enumerable.Range(1, Count).SelectMany(seed => ProbeImages.Make((ulong)seed, contract))];

    private static IReadOnlyDictionary<string, ActivationRange> Ranges(Graph graph, ParameterSet parameters, Preprocess contract)
    {
        var observer = new ActivationObserver();
        var bytes = OnnxWriter.ToBytes(graph, parameters, new OnnxOptions { Preprocess = contract, Form = new OnnxForm { Observer = observer } });
        if (observer.Names.Count == 0) return new Dictionary<string, ActivationRange>();
        using var session = new OnnxSession(bytes, "observed", OnnxWriter.Features, new RuntimeOptions { Observer = observer });
        session.RunHere<byte>(Images(contract), Count, new float[Count * 5]);
        return observer.Ranges(CalibrationMethod.MinMax);
    }

    private static OnnxForm Form(Graph graph, ParameterSet parameters, Preprocess contract) =>
        new() { Quantisation = new(Ranges(graph, parameters, contract)) };

    private static IReadOnlyList<QuantisedLayer> Layers(Graph graph, ParameterSet parameters, Preprocess contract, string[] kept)
    {
        IReadOnlyList<QuantisedLayer> found = [];
        var ranges = Ranges(graph, parameters, contract);
        if (ranges.Count == 0) return [];
        _ = OnnxWriter.ToBytes(graph, parameters, new OnnxOptions
        {
            Preprocess = contract,
            Form = new OnnxForm { Quantisation = new(ranges) { Kept = kept.ToHashSet(), Report = layers => found = layers.All } },
        });
        return found;
    }

    private static float[] Answers(Graph graph, ParameterSet parameters, Preprocess contract, OnnxForm form)
    {
        using var session = new OnnxSession(
            OnnxWriter.ToBytes(graph, parameters, new OnnxOptions { Preprocess = contract, Form = form }), "network", OnnxWriter.Features, new());
        var output = new float[Count * 5];
        session.RunHere<byte>(Images(contract), Count, output);
        return output;
    }
}
