using Graft.Networks;

namespace Graft.Tests.Networks.Detection;

public sealed class DetectionNetworkTests
{
    public static TheoryData<string> Published => [.. DetectionCatalogue.Names];

    [Theory, MemberData(nameof(Published))]
    public void A_detector_has_torchvisions_names_and_shapes(string name)
    {
        var expected = ReferenceSummary.Model("detection_names.json", name);
        var network = DetectionNetwork.BuildPublished(name);
        Assert.Equal(expected.GetProperty("count").GetInt32(), network.Whole.Parameters.Count);
        Assert.Equal(expected.GetProperty("sha256").GetString(), StateDictionary.Sha256(network.Whole));
        Assert.Equal(expected.GetProperty("parameters").GetInt64(), network.Whole.Parameters.Where(spec => spec.IsTrainable).Sum(spec => spec.Count));
    }

    [Theory]
    [InlineData("efficientnet_lite0")]
    [InlineData("resnet18")]
    [InlineData("mobilenet_v2")]
    [InlineData("retinanet_efficientnet_lite0")]
    public void Any_backbone_carries_a_detector(string name)
    {
        var network = DetectionNetwork.Build(DetectionCatalogue.Find(name), 4);
        var shapes = network.Trunk.Infer(256, 320);
        Assert.Equal([8, 16, 32], network.Strides.Take(3));
        foreach (var (stride, level) in network.Strides.Select((stride, level) => (stride, level)))
        {
            var (height, width) = ((256 + stride - 1) / stride, (320 + stride - 1) / stride);
            Assert.Equal([network.Architecture.Pyramid.Width, height, width], Shape($"level.{level}"));
            Assert.Equal([network.Architecture.AnchorsPerPlace * (network.Architecture.IsTwoStage ? 1 : 4), height, width], Shape($"scores.{level}"));
            Assert.Equal([network.Architecture.AnchorsPerPlace * 4, height, width], Shape($"codes.{level}"));
        }

        int[] Shape(string output) => shapes[network.Trunk.Outputs.Single(o => o.Name == output).Node];
    }

    [Theory]
    [InlineData("efficientnet_lite0", PyramidExtra.None, new[] { 4, 8, 16, 32 }, "16,22 32,45 64,90 128,181")]
    [InlineData("efficientnet_lite0", PyramidExtra.P6P7, new[] { 8, 16, 32, 64, 128 }, "32,45 64,90 128,181 256,362 512,724")]
    [InlineData("maskrcnn_resnet18", PyramidExtra.Pool, new[] { 16, 32, 64 }, "64,90 128,181 256,362")]
    [InlineData("retinanet_resnet18", PyramidExtra.P6P7OfBackbone, new[] { 8, 16, 32, 64 }, "32,40,50 64,80,101 128,161,203 256,322,406")]
    [InlineData("retinanet_resnet18", PyramidExtra.Pool, new[] { 8, 16, 32 }, "32,40,50 64,80,101 128,161,203")]
    public void A_pyramid_has_the_width_levels_and_top_that_were_chosen(string name, PyramidExtra extra, int[] strides, string anchors)
    {
        var given = strides.Length - extra switch { PyramidExtra.None => 0, PyramidExtra.Pool => 1, _ => 2 };
        var network = DetectionNetwork.Build(DetectionCatalogue.Find(name, new PyramidChoice { Width = 40, Strides = [.. strides.Take(given)], Extra = extra }), 3);
        Assert.Equal(strides, network.Strides);
        Assert.Equal(anchors, string.Join(' ', network.Architecture.AnchorSizes.Select(level => string.Join(',', level))));
        var shapes = network.Trunk.Infer(256, 320);
        foreach (var (stride, level) in strides.Select((stride, level) => (stride, level)))
            Assert.Equal([40, (256 + stride - 1) / stride, (320 + stride - 1) / stride], shapes[network.Trunk.Outputs.Single(output => output.Name == $"level.{level}").Node]);
    }

    [Fact]
    public void Nothing_chosen_is_the_default_pyramid()
    {
        foreach (var name in new[] { "efficientnet_lite0", "retinanet_resnet18", "fasterrcnn_resnet50_fpn" })
            Assert.Equal(StateDictionary.Sha256(DetectionNetwork.Build(DetectionCatalogue.Find(name), 3).Whole), StateDictionary.Sha256(DetectionNetwork.Build(DetectionCatalogue.Find(name, new PyramidChoice()), 3).Whole));
    }

    [Fact]
    public void Heads_answer_per_class_with_the_background_first()
    {
        var network = DetectionNetwork.Build(DetectionCatalogue.Find("maskrcnn_resnet50_fpn"), 3);
        var (boxes, masks) = (network.Heads[0], network.Heads[1]);
        var shapes = boxes.Infer(7, 7);
        Assert.Equal(new int[][] { [4], [16] }, boxes.Outputs.Select(output => shapes[output.Node]));
        Assert.Equal([4, 28, 28], masks.Infer(14, 14)[masks.Output]);
    }

    [Fact]
    public void Freezing_names_the_backbones_stages_and_the_rest_is_the_head()
    {
        var network = DetectionNetwork.Build(DetectionCatalogue.Find("efficientnet_lite0"), 4);
        Assert.Equal(["stem", "stage1", "stage2", "stage3", "stage4", "stage5", "head"], network.Trunk.Stages.Select(stage => stage.Name));
        Assert.All(network.Heads, head => Assert.Equal(["head"], head.Stages.Select(stage => stage.Name)));
    }

    [Fact]
    public void Fresh_values_fill_every_parameter_and_start_from_few_objects()
    {
        var network = DetectionNetwork.Build(DetectionCatalogue.Find("retinanet_efficientnet_lite0"), 4);
        var values = DetectionInitialiser.Create(network, 1);
        Assert.Equal(network.Whole.Parameters.Select(spec => spec.Name).Order(), values.Keys.Order());
        Assert.All(values["head.classification_head.cls_logits.bias"].Data, bias => Assert.Equal(0.01, 1 / (1 + Math.Exp(-bias)), 1e-6));
        Assert.NotEqual(0, values["backbone.fpn.inner_blocks.0.0.weight"].Data[0]);
    }

    [Fact]
    public void An_epsilon_of_zero_reaches_every_norm()
    {
        var architecture = DetectionCatalogue.Find("fasterrcnn_resnet50_fpn") with { NormEpsilon = 0 };
        Assert.All(DetectionNetwork.Build(architecture, 4).Trunk.Nodes.Select(node => node.Operation).OfType<Operation.BatchNorm>(), norm => Assert.Equal(0, norm.Epsilon));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest()
    {
        var failure = Assert.Throws<GraftException>(() => DetectionCatalogue.Find("fasterrcnn_resnet50"));
        Assert.Contains("fasterrcnn_resnet50_fpn", failure.Message);
    }
}
