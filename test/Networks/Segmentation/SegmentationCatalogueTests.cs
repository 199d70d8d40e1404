using Graft.Networks;

namespace Graft.Tests.Networks;

/// <summary>What holds for segmentation networks.</summary>
public sealed class SegmentationCatalogueTests
{
    public static TheoryData<string> PublishedNames => [.. SegmentationCatalogue.Published.Select(entry => entry.Name)];

    public static TheoryData<string> OnBackbones => [.. SegmentationCatalogue.Names.Except(PublishedNames.Select(row => row.Data))];

    [Theory, MemberData(nameof(PublishedNames))]
    public void Names_and_shapes_are_those_of_torchvisions_checkpoints(string name)
    {
        var file = name is "fcn_resnet50" or "deeplabv3_resnet50" ? "segmentation.json" : "segmentation_more.json";
        var reference = ReferenceSummary.Model(file, name);
        var graph = SegmentationCatalogue.Build(name, 21);

        Assert.Equal(reference.GetProperty("state_dict").GetProperty("count").GetInt32(), graph.Parameters.Count);
        Assert.Equal(reference.GetProperty("state_dict").GetProperty("sha256").GetString(), StateDictionary.Sha256(graph));
        Assert.Equal(reference.GetProperty("parameters").GetInt64(), graph.Parameters.Where(p => p.IsTrainable).Sum(p => p.Count));
        Assert.All(WeightsCatalogue.For(name), weights => Assert.Equal(weights.Parameters, graph.Parameters.Where(p => p.IsTrainable).Sum(p => p.Count)));
        Assert.NotEmpty(WeightsCatalogue.For(name));
    }

    [Theory, MemberData(nameof(PublishedNames))]
    public void Logits_have_the_size_of_the_image(string name)
    {
        var graph = SegmentationCatalogue.Build(name, 5);
        var shapes = graph.Infer(129, 161);

        Assert.Equal([5, 129, 161], shapes[graph.Output]);
        if (graph.Auxiliary is { } auxiliary) Assert.Equal([5, 129, 161], shapes[auxiliary]);
        Assert.Equal("head", graph.Stages[^1].Name);
    }

    [Theory, MemberData(nameof(OnBackbones))]
    public void A_decoder_on_a_backbone_gives_logits_and_has_all_its_tensors(string name)
    {
        var entry = SegmentationCatalogue.Find(name);
        var graph = entry.Build(3);
        var names = graph.Parameters.Select(parameter => parameter.Name).ToHashSet();

        Assert.Equal([3, 128, 96], graph.Infer(128, 96)[graph.Output]);
        Assert.Equal(graph.Parameters.Count, names.Count);
        Assert.Equal(graph.Parameters.Where(parameter => parameter.Stage != "head").Select(parameter => parameter.Name),
            ModelCatalogue.Build(entry.Backbone).Parameters.Select(parameter => entry.NameOf(parameter.Name)!).Where(names.Contains));
    }

    [Fact]
    public void A_backbones_name_means_its_feature_pyramid()
    {
        Assert.Equal("fpn_efficientnet_lite0", SegmentationCatalogue.Find("efficientnet_lite0").Name);
        Assert.Equal("unet_resnet18", SegmentationCatalogue.Find("unet_resnet18").Name);
        Assert.Equal(96, SegmentationCatalogue.Build("efficientnet_lite0", 2).Parameters.Single(parameter => parameter.Name == "classifier.weight").Shape[1]);
    }

    [Fact]
    public void A_wrong_name_and_a_wrong_number_of_classes_are_told_apart()
    {
        Assert.Contains("'fcn_resnet50'", Assert.Throws<GraftException>(() => SegmentationCatalogue.Find("fcn_resnet5")).Message);
        Assert.Contains("255", Assert.Throws<GraftException>(() => SegmentationCatalogue.Build("fcn_resnet50", 256)).Message);
    }

    [Fact]
    public void Dilation_keeps_the_parameters_and_the_resolution()
    {
        var graph = SegmentationCatalogue.Build("fcn_resnet50", 21);
        Assert.Equal([4, 4, 8, 8, 8, 1], graph.Stages.Select(stage => stage.Stride));

        var windows = graph.Nodes.Select(node => node.Operation).OfType<Operation.Convolution>().ToDictionary(c => c.Name, c => c.Window);
        Assert.Equal((1, 1), (windows["backbone.layer3.0.conv2"].Stride, windows["backbone.layer3.0.conv2"].Dilation));
        Assert.Equal((1, 2), (windows["backbone.layer3.1.conv2"].Padding.Vertical / 2, windows["backbone.layer3.1.conv2"].Dilation));
        Assert.Equal((1, 2), (windows["backbone.layer4.0.conv2"].Stride, windows["backbone.layer4.0.conv2"].Dilation));
        Assert.Equal(4, windows["backbone.layer4.2.conv2"].Dilation);
    }
}
