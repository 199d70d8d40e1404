using Graft.Networks;
using Graft.Tests.Networks.Evaluation;

namespace Graft.Tests.Networks;

/// <summary>The tables against torchvision's and timm's own answers, computed without any engine; larger ones are left to the engines' tests.</summary>
public sealed class ReferenceLogitsTests
{
    [Theory]
    [InlineData("classification.json", "resnet18")]
    [InlineData("classification.json", "mobilenet_v2")]
    [InlineData("classification.json", "inception_v3")]
    [InlineData("classification.json", "vgg16_bn")]
    [InlineData("efficientnet_lite.json", "efficientnet_lite0")]
    public void A_network_filled_by_name_answers_as_its_original(string file, string name)
    {
        var reference = ReferenceSummary.Model(file, name);
        var graph = ModelCatalogue.Build(name);
        var side = reference.GetProperty("input")[2].GetInt32();

        var logits = GraphEvaluator.Run(graph, ReferenceNetwork.Parameters(graph), ReferenceNetwork.Input(2, side));

        ReferenceSummary.From(reference.GetProperty("logits")).AssertMatches(logits.Shape, logits.Data);
    }
}
