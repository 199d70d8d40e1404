using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class EmbeddingTests
{
    public static TheoryData<string> Twins => [.. ModelCatalogue.Twins];

    [Theory, MemberData(nameof(Twins))]
    public void An_embedded_backbone_keeps_its_stages_and_prefixes_every_tensor(string name)
    {
        var backbone = ModelCatalogue.Build(name).WithoutHead();
        var builder = new GraphBuilder("outer");

        var moved = builder.Embed(backbone, builder.Input, "backbone.body.");
        var graph = builder.Build(moved[backbone.Output]);

        Assert.Equal(backbone.Parameters.Select(spec => "backbone.body." + spec.Name), graph.Parameters.Select(spec => spec.Name));
        Assert.Equal(backbone.Stages.Select(stage => (stage.Name, stage.Channels, stage.Stride)),
            graph.Stages.Select(stage => (stage.Name, stage.Channels, stage.Stride)));
        Assert.Equal(backbone.Infer(96, 96)[backbone.Output], graph.Infer(96, 96)[graph.Output]);
    }

    [Fact]
    public void A_graph_with_several_outputs_keeps_them_when_batch_norms_are_folded_and_when_it_is_cut()
    {
        var backbone = ModelCatalogue.Build("resnet_tiny").WithoutHead();
        var builder = new GraphBuilder("pyramid");
        var moved = builder.Embed(backbone, builder.Input, "body.");
        var graph = builder.Build([new("c4", moved[backbone.StageNamed("stage3").Output]), new("c5", moved[backbone.StageNamed("stage4").Output])]);

        var (folded, _) = BatchNormFolding.Fold(graph, ParameterInitialiser.Create(graph, 1));
        var (prefix, suffix) = graph.SplitBefore("stage2");

        Assert.Equal(["c4", "c5"], folded.Outputs.Select(output => output.Name));
        Assert.Equal(graph.Outputs.Select(output => graph.Infer(64, 64)[output.Node]), folded.Outputs.Select(output => folded.Infer(64, 64)[output.Node]));
        Assert.Equal(["output"], prefix!.Outputs.Select(output => output.Name));
        Assert.Equal(graph.Outputs.Select(output => graph.Nodes[output.Node].Operation), suffix.Outputs.Select(output => suffix.Nodes[output.Node].Operation));
    }

    [Fact]
    public void A_graph_cannot_be_cut_behind_one_of_its_outputs()
    {
        var backbone = ModelCatalogue.Build("resnet_tiny").WithoutHead();
        var builder = new GraphBuilder("pyramid");
        var moved = builder.Embed(backbone, builder.Input, "body.");
        var graph = builder.Build([new("c3", moved[backbone.StageNamed("stage2").Output]), new("c5", moved[backbone.StageNamed("stage4").Output])]);

        Assert.Contains("asked for", Assert.Throws<GraftException>(() => graph.SplitBefore("stage4")).Message);
    }
}
