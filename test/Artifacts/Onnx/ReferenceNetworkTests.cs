using Graft.Networks;

namespace Graft.Tests.Artifacts;

/// <summary>Published architectures through OnnxWriter and ONNX Runtime against torchvision's and timm's own answers.</summary>
public sealed class ReferenceNetworkTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("classification.json", "vgg16")]
    [InlineData("classification.json", "vgg16_bn")]
    [InlineData("classification.json", "resnet18")]
    [InlineData("classification.json", "resnet50")]
    [InlineData("classification.json", "inception_v3")]
    [InlineData("classification.json", "mobilenet_v2")]
    [InlineData("classification.json", "mobilenet_v3_large")]
    [InlineData("classification.json", "efficientnet_b0")]
    [InlineData("classification.json", "densenet121")]
    [InlineData("convnets.json", "alexnet")]
    [InlineData("convnets.json", "googlenet")]
    [InlineData("convnets.json", "squeezenet1_0")]
    [InlineData("convnets.json", "densenet161")]
    [InlineData("convnets.json", "shufflenet_v2_x1_0")]
    [InlineData("convnets.json", "shufflenet_v2_x2_0")]
    [InlineData("convnets.json", "mnasnet1_3")]
    [InlineData("convnets.json", "regnet_x_400mf")]
    [InlineData("convnets.json", "regnet_y_400mf")]
    [InlineData("convnets.json", "regnet_y_1_6gf")]
    [InlineData("convnets.json", "efficientnet_b1")]
    [InlineData("convnets.json", "efficientnet_b5")]
    [InlineData("efficientnet_lite.json", "efficientnet_lite0")]
    [InlineData("efficientnet_lite.json", "efficientnet_lite1")]
    [InlineData("efficientnet_lite.json", "efficientnet_lite2")]
    public void A_network_filled_by_name_answers_as_its_original(string file, string name)
    {
        var reference = ReferenceSummary.Model(file, name);
        var expected = ReferenceSummary.From(reference.GetProperty("logits"));
        var graph = ModelCatalogue.Build(name);

        var logits = OnnxRun.Floats(graph, ReferenceNetwork.Parameters(graph), ReferenceNetwork.Input(2, reference.GetProperty("input")[2].GetInt32()));

        output.WriteLine($"{name}: {expected.Error(logits.Data):g3} standard deviations");
        expected.AssertMatches(logits.Shape, logits.Data);
    }

    [Theory]
    [InlineData("efficientnet_lite0")]
    [InlineData("efficientnet_lite2")]
    public void Real_weights_give_the_reference_logits_and_stage_outputs(string name)
    {
        var reference = ReferenceSummary.Model("efficientnet_lite.json", name);
        var pretrained = reference.GetProperty("pretrained");
        var graph = ModelCatalogue.Build(name);
        var parameters = Bundled.Load(graph);
        var input = ReferenceNetwork.Input(2, reference.GetProperty("input")[2].GetInt32());

        var logits = OnnxRun.Floats(graph, parameters, input);
        ReferenceSummary.From(pretrained.GetProperty("logits")).AssertMatches(logits.Shape, logits.Data);

        string[] after = ["stage2", "stage3", "stage4", "stage5", "neck"]; // the stages are blocks.0, .1, .2, .4 and .6
        Assert.All(after.Zip(pretrained.GetProperty("stages").EnumerateArray()), pair =>
        {
            var stage = OnnxRun.Floats(graph.SplitBefore(pair.First).Prefix!, parameters, input);
            output.WriteLine($"{name} before {pair.First}: {ReferenceSummary.From(pair.Second).Error(stage.Data):g3} standard deviations");
            ReferenceSummary.From(pair.Second).AssertMatches(stage.Shape, stage.Data);
        });
    }
}
