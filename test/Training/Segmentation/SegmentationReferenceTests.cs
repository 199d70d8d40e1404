using System.Runtime.InteropServices;
using System.Text.Json;
using Graft.Networks;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

/// <summary>Segmentation graphs on torch against torchvision's own answers, the auxiliary classifier included.</summary>
public sealed class SegmentationReferenceTests
{
    [Theory]
    [InlineData("segmentation.json", "fcn_resnet50", MemoryLayout.ChannelsFirst)]
    [InlineData("segmentation.json", "deeplabv3_resnet50", MemoryLayout.ChannelsLast)]
    [InlineData("segmentation_more.json", "deeplabv3_mobilenet_v3_large", MemoryLayout.ChannelsLast)]
    [InlineData("segmentation_more.json", "lraspp_mobilenet_v3_large", MemoryLayout.ChannelsFirst)]
    public void A_network_filled_by_name_answers_as_its_original(string file, string name, MemoryLayout layout)
    {
        var reference = ReferenceSummary.Model(file, name);
        int[] shape = reference.GetProperty("input").Deserialize<int[]>()!;
        var graph = WithAuxiliaryAsOutput(SegmentationCatalogue.Build(name, 21));
        using var model = new TorchGraph(graph, ReferenceNetwork.Parameters(graph), new TorchGraphOptions { Layout = layout });
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();

        var output = model.Forward(torch.tensor(ReferenceFill.Input(shape), [.. shape.Select(dimension => (long)dimension)]), isTraining: false);

        foreach (var (expected, tensor) in new[] { "out", "aux" }.Zip(output.Outputs))
        {
            if (!reference.TryGetProperty(expected, out var summary)) continue;
            var values = tensor.to_type(torch.ScalarType.Float32).contiguous();
            ReferenceSummary.From(summary).AssertMatches([.. tensor.shape.Select(dimension => (int)dimension)], MemoryMarshal.Cast<byte, float>(values.bytes));
        }
    }

    private static Graph WithAuxiliaryAsOutput(Graph graph)
    {
        var builder = new GraphBuilder(graph.Name);
        var nodes = builder.Embed(graph, builder.Input, "");
        List<GraphOutput> outputs = [new("out", nodes[graph.Output])];
        if (graph.Auxiliary is { } auxiliary) outputs.Add(new("aux", nodes[auxiliary]));
        return builder.Build(outputs);
    }
}
