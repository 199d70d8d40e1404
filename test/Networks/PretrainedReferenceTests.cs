using Graft.Networks;
using Graft.Tests.Networks.Evaluation;

namespace Graft.Tests.Networks;

public sealed class PretrainedReferenceTests
{
    [Fact]
    public void With_real_weights_every_stages_tap_is_what_timm_has_there()
    {
        var reference = ReferenceSummary.Model("efficientnet_lite.json", "efficientnet_lite0").GetProperty("pretrained").GetProperty("stages");
        var graph = ModelCatalogue.Build("efficientnet_lite0");
        using var checkpoint = Checkpoint.Open(Repository.At("weights", "efficientnet_lite0.safetensors"));
        var parameters = CheckpointLoader.Load(graph, checkpoint).Parameters;
        int[] taps = [.. graph.Stages.Skip(1).SkipLast(2).Select(stage => stage.Output)];

        var values = GraphEvaluator.Run(graph, parameters, ReferenceNetwork.Input(2, 224), taps);

        var stages = reference.EnumerateArray().Select(ReferenceSummary.From).ToList();
        Assert.Equal(stages.Count, values.Count);
        Assert.All(stages.Zip(values), pair => pair.First.AssertMatches(pair.Second.Shape, pair.Second.Data));
    }
}
