using Graft.Networks;

namespace Graft.Tests.Networks;

/// <summary>Every network of the catalogue as a backbone: it can be built on, or is refused with the reason.</summary>
public sealed class BackboneContractTests
{
    public static TheoryData<string> Models => [.. ModelCatalogue.Names];

    [Theory, MemberData(nameof(Models))]
    public void A_network_carries_detectors_or_is_refused_with_its_strides(string model)
    {
        string[] names = [model, $"retinanet_{model}", $"maskrcnn_{model}"];
        if (model.StartsWith("vit_", StringComparison.Ordinal))
        {
            Assert.All(names, name =>
                Assert.Matches("cannot carry a detector: its feature maps have stride (14|16|32)\\.",
                Assert.Throws<GraftException>(() => DetectionCatalogue.Find(name)).Message));
            return;
        }
        Assert.All(names, name =>
        {
            var network = DetectionNetwork.Build(DetectionCatalogue.Find(name), 3);
            Assert.Equal(network.Strides.Count, network.Architecture.AnchorSizes.Count);
            Assert.Equal(network.Strides.Select((_, level) => 8 << level), network.Strides);
            var shapes = network.Trunk.Infer(320, 320);
            Assert.All(network.Strides.Zip(network.Trunk.Outputs), level =>
                Assert.InRange(shapes[level.Second.Node][1] * level.First, 320 - 4 * level.First, 320 + level.First));
        });
    }

    [Theory, MemberData(nameof(Models))]
    public void A_network_carries_decoders_or_is_refused_by_name(string model)
    {
        var fits = SegmentationCatalogue.TryFind(model) is not null;
        Assert.Equal(!model.StartsWith("vit_", StringComparison.Ordinal), fits);
        if (fits) Assert.Equal([3, 320, 320], SegmentationCatalogue.Build($"fpn_{model}", 3) is var graph ? graph.Infer(320, 320)[graph.Output] : []);
        else Assert.Contains("No segmentation network", Assert.Throws<GraftException>(() => SegmentationCatalogue.Find(model)).Message);
    }
}
