using Graft.Networks;
using Graft.Tests.Networks.Evaluation;

namespace Graft.Tests.Networks;

public sealed class GraphSplitTests
{
    public static TheoryData<string> NamesAndTwins => [.. ModelCatalogue.Names, .. ModelCatalogue.Twins];

    public static TheoryData<string> Twins => [.. ModelCatalogue.Twins];

    [Theory, MemberData(nameof(NamesAndTwins))]
    public void A_cut_before_any_stage_shares_out_all_parameters(string name)
    {
        var graph = ModelCatalogue.Build(name);
        foreach (var stage in graph.Stages)
        {
            var (prefix, suffix) = graph.SplitBefore(stage.Name);
            var parts = (prefix?.Parameters ?? []).Concat(suffix.Parameters).Select(p => p.Name).ToList();

            Assert.Distinct(parts);
            var whole = graph.Auxiliary is not null && suffix.Auxiliary is null ? graph.WithoutAuxiliary() : graph;
            Assert.Equal(whole.Parameters.Select(p => p.Name).Order(), parts.Order());
            Assert.Equal(graph.Stages.Select(s => s.Name), (prefix?.Stages ?? []).Concat(suffix.Stages).Select(s => s.Name));
            Assert.Equal(graph.Initialisation, suffix.Initialisation);
        }
    }

    [Theory, MemberData(nameof(Twins))]
    public void Prefix_and_suffix_together_answer_as_the_whole(string name)
    {
        var entry = ModelCatalogue.Find(name);
        var graph = entry.Build(5);
        var (parameters, input) = (ReferenceNetwork.Parameters(graph), ReferenceNetwork.Input(1, entry.InputSize));
        var whole = GraphEvaluator.Run(graph, parameters, input);
        foreach (var stage in graph.Stages.Skip(1))
        {
            var (prefix, suffix) = graph.SplitBefore(stage.Name);
            var boundary = GraphEvaluator.Run(prefix!, parameters, input);

            Assert.Equal(whole.Data, GraphEvaluator.Run(suffix, parameters, boundary).Data);
            Assert.Equal(prefix!.OutputChannels, suffix.InputChannels);
            Assert.Equal(boundary.Shape.Skip(1), prefix.Infer(entry.InputSize, entry.InputSize)[prefix.Output]);
            var shapes = boundary.Shape is [_, _, var height, var width] ? suffix.Infer(height, width) : suffix.Infer(1, 1);
            Assert.Equal(boundary.Shape.Skip(1), shapes[0]);
            Assert.Equal([5], shapes[suffix.Output]);
        }
    }

    [Theory, MemberData(nameof(NamesAndTwins))]
    public void Features_are_the_graph_without_its_head(string name)
    {
        var (graph, size) = (ModelCatalogue.Build(name), ModelCatalogue.Find(name).InputSize);
        var features = graph.WithoutHead();

        Assert.Equal([graph.StageNamed("neck").Channels], features.Infer(size, size)[features.Output]);
        Assert.DoesNotContain(features.Parameters, p => p.Stage == "head");
        Assert.Null(features.Auxiliary);
    }

    [Theory]
    [InlineData("stem", true)]
    [InlineData("stage1", true)]
    [InlineData("stage2", true)]
    [InlineData("stage3", true)]
    [InlineData("neck", false)]
    [InlineData("head", false)]
    public void The_auxiliary_classifier_goes_with_the_suffix_as_long_as_that_can_compute_it(string stage, bool isKept)
    {
        var graph = ModelCatalogue.Build("inception_tiny", 5);
        var (parameters, input) = (ReferenceNetwork.Parameters(graph), ReferenceNetwork.Input(1, 128));

        var (prefix, suffix) = graph.SplitBefore(stage);

        Assert.Null(prefix?.Auxiliary);
        Assert.Equal(isKept, suffix.Auxiliary is not null);
        Assert.Equal(isKept, suffix.Parameters.Any(p => p.Name.StartsWith("AuxLogits.", StringComparison.Ordinal)));
        if (suffix.Auxiliary is not { } auxiliary) return;
        var boundary = prefix is null ? input : GraphEvaluator.Run(prefix, parameters, input);
        Assert.Equal(GraphEvaluator.Run(graph, parameters, input, graph.Auxiliary!.Value)[0].Data,
            GraphEvaluator.Run(suffix, parameters, boundary, auxiliary)[0].Data);
    }

    [Fact]
    public void Without_the_auxiliary_classifier_the_answer_is_the_same()
    {
        var graph = ModelCatalogue.Build("inception_tiny", 5);
        var (parameters, input) = (ReferenceNetwork.Parameters(graph), ReferenceNetwork.Input(1, 128));
        var plain = graph.WithoutAuxiliary();

        Assert.Null(plain.Auxiliary);
        Assert.Equal(graph.Parameters.Count - 12 - 2, plain.Parameters.Count);
        Assert.Equal(GraphEvaluator.Run(graph, parameters, input).Data, GraphEvaluator.Run(plain, parameters, input).Data);
        Assert.Same(plain, plain.WithoutAuxiliary());
    }

    [Fact]
    public void GoogLeNets_auxiliary_classifiers_stand_side_by_side_and_leave_with_their_stage()
    {
        var graph = ModelCatalogue.Build("googlenet", 7);

        Assert.Equal([14], graph.Infer(224, 224)[graph.Auxiliary!.Value]);
        Assert.NotNull(graph.SplitBefore("stage2").Suffix.Auxiliary);
        Assert.Null(graph.SplitBefore("stage3").Suffix.Auxiliary); // both read the middle of stage2
        Assert.DoesNotContain(graph.WithoutAuxiliary().Parameters, p => p.Name.StartsWith("aux", StringComparison.Ordinal));
    }

    [Fact]
    public void SqueezeNets_features_are_its_necks_though_its_head_reads_the_feature_map()
    {
        var graph = ModelCatalogue.Build("squeezenet1_1", 7);

        Assert.Equal([512], graph.WithoutHead().Infer(224, 224)[graph.WithoutHead().Output]);
        Assert.Equal(512, graph.SplitBefore("head").Suffix.InputChannels);
        Assert.Equal([7], graph.SplitBefore("head").Suffix.Infer(13, 13)[graph.SplitBefore("head").Suffix.Output]);
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(298, false)]
    public void Images_below_299_pixels_train_InceptionV3_without_its_auxiliary_classifier(int size, bool isKept) =>
        Assert.Equal(isKept, ModelCatalogue.Build("inception_v3").FittedTo(size, size).Auxiliary is not null);

    [Fact]
    public void A_stage_that_does_not_exist_is_refused_with_those_that_do() =>
        Assert.Equal("resnet18 has no stage 'stage9'. Its stages are stem, stage1, stage2, stage3, stage4, neck, head.",
            Assert.Throws<GraftException>(() => ModelCatalogue.Build("resnet18").SplitBefore("stage9")).Message);

    [Fact]
    public void A_cut_that_two_values_cross_is_refused()
    {
        var g = new GraphBuilder("skip");
        var a = g.Relu(g.Input);
        var b = g.Conv("conv", a, 3, Window.Square(1));
        g.End(b, 1);
        g.Begin("stage1");
        var sum = g.Add(a, b);
        g.End(sum, 1);

        Assert.Contains("2 values cross", Assert.Throws<GraftException>(() => g.Build(sum).SplitBefore("stage1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_head_alone_has_no_features()
    {
        var head = ModelCatalogue.Build("resnet_tiny").SplitBefore("head").Suffix;

        Assert.Contains("nothing is left", Assert.Throws<GraftException>(() => head.WithoutHead()).Message, StringComparison.Ordinal);
    }
}
