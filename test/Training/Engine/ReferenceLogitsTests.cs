using System.Runtime.InteropServices;
using Graft.Networks;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

/// <summary>Graphs on torch against torchvision's and timm's own answers.</summary>
public sealed class ReferenceLogitsTests
{
    [Theory]
    [InlineData("classification.json", "resnet18", MemoryLayout.ChannelsFirst)]
    [InlineData("classification.json", "mobilenet_v2", MemoryLayout.ChannelsLast)]
    [InlineData("classification.json", "inception_v3", MemoryLayout.ChannelsLast)]
    [InlineData("efficientnet_lite.json", "efficientnet_lite0", MemoryLayout.ChannelsLast)]
    [InlineData("classification.json", "mobilenet_v3_large", MemoryLayout.ChannelsLast)]
    [InlineData("convnets.json", "efficientnet_v2_s", MemoryLayout.ChannelsLast)]
    [InlineData("convnets.json", "googlenet", MemoryLayout.ChannelsFirst)]
    [InlineData("convnets.json", "shufflenet_v2_x1_0", MemoryLayout.ChannelsLast)]
    [InlineData("convnets.json", "regnet_y_400mf", MemoryLayout.ChannelsLast)]
    public void A_network_filled_by_name_answers_as_its_original(string file, string name, MemoryLayout layout)
    {
        var reference = ReferenceSummary.Model(file, name);
        var graph = ModelCatalogue.Build(name);
        var side = reference.GetProperty("input")[2].GetInt32();

        var logits = Run(graph, side, new TorchGraphOptions { Layout = layout, ParameterType = torch.ScalarType.Float64 });

        ReferenceSummary.From(reference.GetProperty("logits")).AssertMatches([2, 1000], logits);
    }

    [Theory]
    [InlineData("classification.json", "resnet18", MemoryLayout.ChannelsLast)]
    [InlineData("efficientnet_lite.json", "efficientnet_lite0", MemoryLayout.ChannelsFirst)]
    [InlineData("efficientnet_lite.json", "efficientnet_lite0", MemoryLayout.ChannelsLast)]
    public void Float32_is_near_enough_for_four_digits(string file, string name, MemoryLayout layout)
    {
        var reference = ReferenceSummary.Model(file, name);
        var logits = Run(ModelCatalogue.Build(name), 224, new TorchGraphOptions { Layout = layout });
        ReferenceSummary.From(reference.GetProperty("logits")).AssertMatches([2, 1000], logits);
    }

    private static float[] Run(Graph graph, int side, TorchGraphOptions options)
    {
        using var model = new TorchGraph(graph, ReferenceNetwork.Parameters(graph), options);
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var input = torch.tensor(ReferenceNetwork.Input(2, side).Data, [2, 3, side, side]);
        var output = model.Forward(input, isTraining: false).Output.to_type(torch.ScalarType.Float32).contiguous();
        return MemoryMarshal.Cast<byte, float>(output.bytes).ToArray();
    }
}
