using Graft.Networks;
using Graft.Tests.Networks.Evaluation;

namespace Graft.Tests.Networks;

public sealed class BatchNormFoldingTests
{
    public static TheoryData<string> Twins => [.. ModelCatalogue.Twins];

    [Theory, MemberData(nameof(Twins))]
    public void A_folded_network_has_the_same_answer_and_the_same_stages(string name)
    {
        var entry = ModelCatalogue.Find(name);
        var graph = entry.Build(5);
        var (parameters, input) = (ReferenceNetwork.Parameters(graph), ReferenceNetwork.Input(2, entry.InputSize));

        var (folded, values) = BatchNormFolding.Fold(graph, parameters);

        Assert.Equal(graph.Stages.Select(stage => (stage.Name, stage.Channels, stage.Stride)),
            folded.Stages.Select(stage => (stage.Name, stage.Channels, stage.Stride)));
        var before = GraphEvaluator.Run(graph, parameters, input, [.. graph.Stages.Select(stage => stage.Output)]);
        var after = GraphEvaluator.Run(folded, values, input, [.. folded.Stages.Select(stage => stage.Output)]);
        Assert.All(before.Zip(after), pair => AssertClose(pair.First.Data, pair.Second.Data));
    }

    [Theory, MemberData(nameof(Twins))]
    public void No_norm_is_left_behind_a_convolution_and_every_parameter_fits(string name)
    {
        var graph = ModelCatalogue.Build(name, 5);
        var isDense = name is "densenet_tiny" or "maxvit_twin"; // families that normalise before they convolve
        var (folded, values) = BatchNormFolding.Fold(graph, ReferenceNetwork.Parameters(graph));

        // A norm whose convolution others read too, MaxViT's second half of the stem, must stay.
        Assert.DoesNotContain(folded.Nodes, node => node.Operation is Operation.BatchNorm && folded.Nodes[node.Inputs[0]].Operation is Operation.Convolution
            && folded.Nodes.Count(reader => reader.Inputs.Contains(node.Inputs[0])) == 1);
        Assert.All(folded.Nodes.Select(node => node.Operation).OfType<Operation.Convolution>(), convolution => Assert.True(convolution.HasBias || isDense));
        Assert.Equal(folded.Parameters.Select(p => p.Name), values.Keys);
        Assert.All(folded.Parameters, p => Assert.Equal(p.Shape, values[p.Name].Shape));
        Assert.Equal(graph.Auxiliary is null, folded.Auxiliary is null);
        Assert.Equal(graph.Nodes.Count - Norms(graph) + Norms(folded), folded.Nodes.Count);
        Assert.Equal(isDense, Norms(folded) > 0);

        static int Norms(Graph graph) => graph.Nodes.Count(node => node.Operation is Operation.BatchNorm);
    }

    [Fact]
    public void One_channel_by_hand()
    {
        var g = new GraphBuilder("one", channels: 1);
        var x = g.Norm("bn", g.Conv("conv", g.Input, 1, Window.Square(1), bias: true), epsilon: 0.25);
        g.End(x, 1);
        var parameters = new ParameterSet();
        foreach (var (name, value) in new[] { ("conv.weight", 3f), ("conv.bias", 5f), ("bn.weight", 4f), ("bn.bias", 0.5f), ("bn.running_mean", 2f),
            ("bn.running_var", 3.75f), ("bn.num_batches_tracked", 9f) })
            parameters.Set(name, new HostTensor(name == "conv.weight" ? [1, 1, 1, 1] : [1], [value]));

        var (_, folded) = BatchNormFolding.Fold(g.Build(x), parameters);

        Assert.Equal(["conv.weight", "conv.bias"], folded.Keys);
        Assert.Equal(6, folded["conv.weight"].Data.Single()); // 3 * 4 / 2
        Assert.Equal(6.5f, folded["conv.bias"].Data.Single()); // (5 - 2) * 2 + 0.5
        Assert.Equal(3, parameters["conv.weight"].Data.Single());
    }

    [Fact]
    public void A_norm_whose_convolution_somebody_else_reads_stays()
    {
        var g = new GraphBuilder("shared");
        var convolution = g.Conv("conv", g.Input, 3, Window.Square(3, 1, 1));
        var x = g.Add(g.Norm("bn", convolution), convolution);
        g.End(x, 1);

        AssertUnchanged(g.Build(x));
    }

    [Fact]
    public void A_norm_behind_a_stages_tap_stays()
    {
        var g = new GraphBuilder("tapped");
        var x = g.Conv("conv", g.Input, 3, Window.Square(3, 1, 1));
        g.End(x, 1);
        g.Begin("stage1");
        x = g.Norm("bn", x);
        g.End(x, 1);

        AssertUnchanged(g.Build(x));
    }

    [Fact]
    public void A_norm_behind_an_activation_stays()
    {
        var g = new GraphBuilder("before");
        var x = g.Conv("conv", g.Relu(g.Norm("bn", g.Input)), 4, Window.Square(1));
        g.End(x, 1);

        AssertUnchanged(g.Build(x));
    }

    private static void AssertUnchanged(Graph graph)
    {
        var parameters = ReferenceNetwork.Parameters(graph);
        var (folded, values) = BatchNormFolding.Fold(graph, parameters);

        Assert.Equal(graph.Nodes.Select(node => node.Operation), folded.Nodes.Select(node => node.Operation));
        Assert.Equal(parameters.Keys, values.Keys);
        Assert.All(parameters, pair => Assert.Same(pair.Value, values[pair.Key]));
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        var mean = expected.Average(value => (double)value);
        var deviation = Math.Sqrt(expected.Average(value => (value - mean) * (value - mean)));
        Assert.InRange(expected.Zip(actual, (one, other) => Math.Abs((double)one - other)).Max() / deviation, 0, 1e-5);
    }
}
